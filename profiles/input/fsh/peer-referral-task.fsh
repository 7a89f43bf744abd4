Profile: PeerReferralTask
Parent: Task
Id: peer-referral-task
Title: "Fulfilment of a referral"
Description: "What becomes of a referral, told back to who referred: how far it has come, since when, and, where that may be seen, with which episode it was fulfilled. Completed with the initial meeting in person; failed where the episode ended without one."
* status MS
* businessStatus MS
* businessStatus from ReferralProgressVS (extensible)
* intent = #order
* intent MS
* code 1..1 MS
* code = $task-code#fulfill
* focus 1..1 MS
* focus only Reference(ServiceRequest)
* for 1..1 MS
* for only Reference(Patient)
* authoredOn MS
* lastModified MS
* requester MS
* owner MS
* owner only Reference(Organization or PractitionerRole)
* statusReason MS
* output MS
* output.value[x] only Reference(EpisodeOfCare) or date
* output ^short = "The episode, or the day of a step of its progress"

Mapping: PeerReferralTaskClauses
Source: PeerReferralTask
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* focus -> "CPS-PR-4c, PRC-OV-3b"
* businessStatus -> "CPS-PR-4c, PRC-OV-3b"
* authoredOn -> "CPS-CS-5b-2"
