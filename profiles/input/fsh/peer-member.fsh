Profile: PeerMember
Parent: Patient
Id: peer-member
Title: "Member"
Description: "A person on the caseload of a peer service. The check reads nothing of it but that it exists; names and dates of birth may be left out, and US Core wants it said."
* insert CompliesWithUSCore(patient)
* identifier 1..* MS
* identifier.system 1..1 MS
* identifier.value 1..1 MS
* name 1..* MS
* name obeys pb-name
* name.family MS
* name.given MS
* telecom.system 1..1 MS
* telecom.value 1..1 MS
* telecom.use MS
* gender 1..1 MS
* birthDate MS
* address MS
* address.line MS
* address.city MS
* address.state MS
* address.postalCode MS
* communication.language MS

Invariant: pb-name
Description: "A name has a family or a given name, or says by data-absent-reason that it has neither"
Severity: #error
Expression: "(family.exists() or given.exists()) xor extension.where(url='http://hl7.org/fhir/StructureDefinition/data-absent-reason').exists()"
