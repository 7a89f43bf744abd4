Profile: CaseRateReport
Parent: MeasureReport
Id: case-rate-report
Title: "Days of the case rate"
Description: "For one specification, member and provider: how many days of a period have which outcome, and the records that decide them."
* type = #individual
* measure MS
* measure ^comment = "The specification: https://peerbridge.dev/fhir/Measure/ and its id."
* subject 1..1 MS
* subject only Reference(Patient)
* reporter MS
* reporter only Reference(Organization)
* period MS
* group 1..1 MS
* group.population 3..3 MS
* group.population.code 1..1 MS
* group.population.code from OutcomeVS (required)
* group.population.count 1..1 MS
* evaluatedResource MS

Mapping: CaseRateReportClauses
Source: CaseRateReport
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* group.population -> "CPS-CS-5-lead2, PRC-SC-18"
* evaluatedResource -> "PRC-SC-18c-1"
* -> "CPS-QM-3, PRC-QM-3"
