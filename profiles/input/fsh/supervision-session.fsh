Profile: SupervisionSession
Parent: Encounter
Id: supervision-session
Title: "Session of supervision"
Description: "A session of a peer with the supervisor, where it is logged: an Encounter without a Patient. US Core's Encounter is about a patient, so this isn't one."
* type 1..1 MS
* type = ContactTypeCS#supervision
* subject 0..0
* participant 1..* MS
* participant.individual 1..1 MS
* participant.individual only Reference(Practitioner or PractitionerRole)
* period MS
* reasonCode MS
* reasonCode from SupervisionTopicVS (required)

Mapping: SupervisionSessionClauses
Source: SupervisionSession
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* participant.individual -> "CPS-ST-3, PRC-ST-4"
* period -> "PRC-ST-4, PRC-ST-5a-ii"
* reasonCode -> "PRC-ST-4a-i, PRC-ST-4a-ii, PRC-ST-4a-iii, PRC-ST-4a-iv"
