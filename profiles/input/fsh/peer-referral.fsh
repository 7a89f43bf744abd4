Profile: PeerReferral
Parent: ServiceRequest
Id: peer-referral
Title: "Referral to a peer service"
Description: "A member is referred to a peer service. The week for the initial meeting starts on the local date of authoredOn."
* insert CompliesWithUSCore(servicerequest)
* status MS
* intent MS
* category MS
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains us-core 0..1
* category[us-core] MS
* category[us-core] = $snomed#410606002
* category[us-core] ^short = "Social service procedure, of US Core's categories of requests"
* code 1..1 MS
* code.coding ^slicing.discriminator.type = #value
* code.coding ^slicing.discriminator.path = "system"
* code.coding ^slicing.rules = #open
* code.coding contains service 0..1 and referral 0..1
* code.coding[service] MS
* code.coding[service].system 1..1
* code.coding[service].system = "https://peerbridge.dev/fhir/CodeSystem/peer-service" (exactly)
* code.coding[service].code 1..1
* code.coding[service] from PeerServiceVS (required)
* code.coding[referral] MS
* code.coding[referral].system 1..1
* code.coding[referral].system = "http://snomed.info/sct" (exactly)
* code.coding[referral] ^short = "461481000124109, referral to peer support"
* subject MS
* subject only Reference(Patient)
* encounter MS
* occurrence[x] MS
* authoredOn MS
* requester MS
* performer MS
* reasonCode MS
* reasonReference MS

Mapping: PeerReferralClauses
Source: PeerReferral
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* -> "CPS-PR-4c, PRC-OV-3b"
* status -> "CPS-PR-4c, PRC-OV-3b"
* code -> "CPS-PR-4c, PRC-OV-3b"
* subject -> "CPS-PR-4c, PRC-OV-3b"
* authoredOn -> "CPS-CS-5b-2"
* requester -> "CPS-PR-4c, PRC-OV-3b"
* reasonCode -> "CPS-PR-4b, PRC-OV-3a"
* reasonReference -> "CPS-PR-4b, PRC-OV-3a"
