Profile: PeerGoal
Parent: Goal
Id: peer-goal
Title: "Goal"
Description: "A goal of the member, first worked out in the initial meeting."
* insert CompliesWithUSCore(goal)
* lifecycleStatus MS
* description MS
* subject MS
* subject only Reference(Patient)
* start[x] MS
* target MS
* target.due[x] MS
* expressedBy MS

Mapping: PeerGoalClauses
Source: PeerGoal
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* -> "CPS-CS-5b-3, PRC-SC-12, PRC-SC-18a-2"
* lifecycleStatus -> "CPS-CS-5b-3, PRC-SC-18a-2"
* start[x] -> "CPS-CS-5b-3, PRC-SC-18a-2"
* expressedBy -> "CPS-PS-2a, PRC-PD-1a"
