Profile: PeerCollateralActivity
Parent: Procedure
Id: peer-collateral-activity
Title: "Work for a member"
Description: "What a peer does for a member: with category collateral without the member, which never counts as a contact; without that category the member was there."
* insert CompliesWithUSCore(procedure)
* obeys pb-performed
* status MS
* category MS
* category from CollateralActivityVS (extensible)
* code 1..1 MS
* code from PeerActivityVS (extensible)
* subject MS
* subject only Reference(Patient)
* encounter MS
* performed[x] MS
* performer MS
* performer.actor MS

Invariant: pb-performed
Description: "What is done or under way says when; where nobody knows, performedPeriod says so by data-absent-reason"
Severity: #error
Expression: "(status='completed' or status='in-progress') implies performed.exists()"

Mapping: PeerCollateralActivityClauses
Source: PeerCollateralActivity
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* -> "CPS-CS-5c-3, CPS-PS-1"
* category -> "CPS-CS-5c-1, CPS-CS-5c-4, PRC-SC-18c-2, PRC-SC-18d"
* code -> "CPS-CS-3a, CPS-CS-4d, CPS-CS-5c-1, PRC-SC-6, PRC-SC-17f, PRC-SC-18c-2"
* performed[x] -> "CPS-CS-5c-1, PRC-SC-18c-2"
* performer -> "CPS-CS-5c-3"
