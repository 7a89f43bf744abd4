CodeSystem: OutcomeCS
Id: outcome
Title: "Outcomes"
Description: "What the records say of a day, or of a clause. Outcomes are combined by strong Kleene logic."
* insert OwnCodes
* #satisfied "Satisfied" "The records prove it: for a day of the case rate every gate (CPS-CS-5-lead2, PRC-SC-18)."
* #not-satisfied "Not satisfied" "The records prove that it isn't so, or the source is complete and doesn't have it (CPS-CS-5-lead2, PRC-SC-18)."
* #insufficient-data "Insufficient data" "The records can't tell; what is missing, and what would decide it, is said (CPS-CS-5-lead2, PRC-SC-18)."
* #not-applicable "Not applicable" "The clause doesn't apply: to this member, on this day, or to records at all (CPS-CS-4, PRC-SC-17, PRC-DP-0)."

ValueSet: OutcomeVS
Id: outcome
Title: "Outcomes of a day"
Description: "What the records say of a day of the case rate."
* insert Own
* OutcomeCS#satisfied
* OutcomeCS#not-satisfied
* OutcomeCS#insufficient-data
