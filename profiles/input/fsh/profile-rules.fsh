// Resources that are valid for the profile are valid for this US Core profile too, in the three versions that certified systems
// have; test/profiles compares the two, element by element.
RuleSet: CompliesWithUSCore(profile)
* ^extension[+].url = $complies
* ^extension[=].valueCanonical = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-{profile}|6.1.0"
* ^extension[+].url = $complies
* ^extension[=].valueCanonical = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-{profile}|7.0.0"
* ^extension[+].url = $complies
* ^extension[=].valueCanonical = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-{profile}|8.0.0"

// The national provider identifier, as US Core checks it.
RuleSet: NationalProviderIdentifier
* identifier ^slicing.discriminator.type = #pattern
* identifier ^slicing.discriminator.path = "$this"
* identifier ^slicing.rules = #open
* identifier contains NPI 0..*
* identifier[NPI] MS
* identifier[NPI] ^patternIdentifier.system = $npi
* identifier[NPI] obeys pb-npi-digits and pb-npi-check

Invariant: pb-npi-digits
Description: "An NPI has ten digits"
Severity: #error
Expression: "value.matches('^[0-9]{10}$')"

Invariant: pb-npi-check
Description: "The last digit of an NPI checks the others (ISO/IEC 7812-1, with the prefix 80840)"
Severity: #error
Expression: "(((select(value.substring(0,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(1,1).toInteger())+(select(value.substring(2,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(3,1).toInteger())+(select(value.substring(4,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(5,1).toInteger())+(select(value.substring(6,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(7,1).toInteger())+(select(value.substring(8,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(9,1).toInteger()) + 24)mod 10=0)"

// Contact data and addresses, which US Core wants supported.
RuleSet: ReachableAt
* telecom MS
* telecom.system MS
* telecom.value MS
* address MS
* address.line 0..4 MS
* address.city MS
* address.state MS
* address.postalCode MS
* address.country MS
