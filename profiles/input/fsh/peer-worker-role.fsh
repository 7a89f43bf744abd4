Profile: PeerWorkerRole
Parent: PractitionerRole
Id: peer-worker-role
Title: "Role of a worker"
Description: "What a worker does for which organization and when, and who supervises. US Core wants a telecom or an endpoint; where the source has none, telecom says so by data-absent-reason."
* insert CompliesWithUSCore(practitionerrole)
* obeys pb-reachable and pb-role
* extension contains Supervisor named supervisor 0..* MS
* active MS
* period MS
* practitioner MS
* organization MS
* code MS
* code from WorkerRoleVS (extensible)
* code ^comment = "NUCC's 175T00000X, Peer Specialist, stands beside the code of a peer's role."
* specialty MS
* location MS
* telecom MS
* telecom.system 1..1 MS
* telecom.value 1..1 MS
* endpoint MS

Invariant: pb-reachable
Description: "A role has a telecom or an endpoint"
Severity: #error
Expression: "telecom.exists() or endpoint.exists()"

Invariant: pb-role
Description: "A role names a practitioner, an organization, a service or a location"
Severity: #error
Expression: "practitioner.exists() or organization.exists() or healthcareService.exists() or location.exists()"

Extension: Supervisor
Id: supervisor
Title: "Supervisor"
Description: "Who directly supervises the worker in this role, when, and on which topics."
Context: PractitionerRole
* extension contains
    supervisor 1..1 and
    period 0..1 and
    topic 0..*
* extension[supervisor] ^short = "Role of the supervisor"
* extension[supervisor].value[x] 1..1
* extension[supervisor].value[x] only Reference(PractitionerRole)
* extension[period] ^short = "Both ends inclusive; an open end still lasts"
* extension[period].value[x] 1..1
* extension[period].value[x] only Period
* extension[topic] ^short = "What the supervision covers"
* extension[topic].value[x] 1..1
* extension[topic].value[x] only CodeableConcept
* extension[topic].valueCodeableConcept from SupervisionTopicVS (required)

Mapping: PeerWorkerRoleClauses
Source: PeerWorkerRole
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* extension[supervisor] -> "CPS-ST-3, PRC-ST-4, PRC-ST-4a-i, PRC-ST-4a-ii, PRC-ST-4a-iii, PRC-ST-4a-iv"
* active -> "CPS-PR-5a, PRC-PV-lead"
* period -> "CPS-PR-5a, PRC-OV-4b"
* practitioner -> "CPS-PR-2a, PRC-OV-1a"
* organization -> "CPS-PR-5a, CPS-ST-5, PRC-OV-4b, PRC-ST-6"
* code -> "CPS-PR-2a, PRC-OV-1a"
