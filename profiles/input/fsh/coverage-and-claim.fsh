Profile: PeerCoverage
Parent: Coverage
Id: peer-coverage
Title: "Coverage"
Description: "Which payer covers the member when: decides which specification applies on a day."
* insert CompliesWithUSCore(coverage)
* obeys pb-member-number
* identifier MS
* identifier ^slicing.discriminator.type = #pattern
* identifier ^slicing.discriminator.path = "type"
* identifier ^slicing.rules = #open
* identifier contains memberid 0..1
* identifier[memberid] MS
* identifier[memberid].type 1..1 MS
* identifier[memberid].type = $identifier-type#MB
* status MS
* type MS
* subscriberId MS
* beneficiary MS
* relationship 1..1 MS
* period MS
* payor 1..1 MS
* class MS
* class ^slicing.discriminator.type = #pattern
* class ^slicing.discriminator.path = "type"
* class ^slicing.rules = #open
* class contains group 0..1 and plan 0..1
* class[group] MS
* class[group].type = http://terminology.hl7.org/CodeSystem/coverage-class#group
* class[group].value MS
* class[group].name MS
* class[plan] MS
* class[plan].type = http://terminology.hl7.org/CodeSystem/coverage-class#plan
* class[plan].value MS
* class[plan].name MS

Invariant: pb-member-number
Description: "A coverage has a member's or a subscriber's number; where nobody knows it, subscriberId says so by data-absent-reason"
Severity: #error
Expression: "identifier.type.coding.where(system='http://terminology.hl7.org/CodeSystem/v2-0203' and code='MB').exists() or subscriberId.exists()"

Profile: PeerClaim
Parent: Claim
Id: peer-claim
Title: "Claimed day"
Description: "One day that was billed: one line, one unit. Which procedure codes are billed is agreed between provider and payer; none is built in."
* status MS
* use = #claim
* patient MS
* created MS
* provider MS
* insurance MS
* item 1..* MS
* item.productOrService MS
* item.serviced[x] MS
* item.quantity MS

Mapping: PeerCoverageClauses
Source: PeerCoverage
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* payor -> "CPS-PR-1, PRC-PU-3, CPS-QM-4-time"
* period -> "CPS-PR-1, PRC-PU-3"

Mapping: PeerClaimClauses
Source: PeerClaim
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* item.productOrService -> "CPS-CS-5c-2"
* item.serviced[x] -> "CPS-CS-5-lead1, PRC-SC-18"
* item.quantity -> "CPS-CS-5-lead1"
