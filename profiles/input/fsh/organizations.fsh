Profile: PeerOrganization
Parent: Organization
Id: peer-organization
Title: "Organization"
Description: "An organization around a peer service: provider, partner, payer, certifier, agency."
* insert CompliesWithUSCore(organization)
* identifier MS
* identifier.system MS
* identifier.value MS
* insert NationalProviderIdentifier
* identifier contains CLIA 0..* and NAIC 0..* and licence 0..*
* identifier[CLIA] ^patternIdentifier.system = "urn:oid:2.16.840.1.113883.4.7"
* identifier[CLIA] obeys pb-clia
* identifier[NAIC] ^patternIdentifier.system = "urn:oid:2.16.840.1.113883.6.300"
* identifier[NAIC] obeys pb-naic
* identifier[licence] MS
* identifier[licence] ^patternIdentifier.type.coding.system = "https://peerbridge.dev/fhir/CodeSystem/identifier-type"
* identifier[licence] ^patternIdentifier.type.coding.code = #licence
* identifier[licence].period MS
* active 1..1 MS
* type MS
* type from OrganizationTypeVS (extensible)
* name 1..1 MS
* insert ReachableAt
* partOf MS

Profile: PeerProvider
Parent: PeerOrganization
Id: peer-provider
Title: "Provider"
Description: "An organization that gives peer services: a community behavioral or mental health center for Certified Peer Specialists, a licensed behavioral-health organization for recovery coaches. Its type, or that of an organization above it, decides whether the rate may be claimed."
* type 1..*

Profile: Partner
Parent: PeerOrganization
Id: partner
Title: "Partner"
Description: "An organization with which a provider has an agreement, of one of the types that the specifications list."
* type 1..*
* type from PartnerTypeVS (extensible)

Invariant: pb-clia
Description: "A CLIA number is two digits, D, and seven digits"
Severity: #error
Expression: "value.matches('^[0-9]{2}D[0-9]{7}$')"

Invariant: pb-naic
Description: "An NAIC code has five digits"
Severity: #error
Expression: "value.matches('^[0-9]{5}$')"

Mapping: PeerOrganizationClauses
Source: PeerOrganization
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* identifier[licence] -> "CPS-ST-5, PRC-ST-6"
* type -> "CPS-PR-4a, CPS-PR-5a, CPS-AF-1-variety, CPS-CS-4c, PRC-AF-2, PRC-SC-17e"
* partOf -> "CPS-PR-4a, CPS-PR-5a"
