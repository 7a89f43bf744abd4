Profile: AdverseIncident
Parent: AdverseEvent
Id: adverse-incident
Title: "Adverse incident"
Description: "An incident that harmed a member or others, or might have. Its date is when it happened; a report is due from then on."
* extension contains Reportable named reportable 0..1 MS
* actuality MS
* subject MS
* date MS
* detected MS
* recordedDate MS

Extension: Reportable
Id: reportable
Title: "Reportable"
Description: "Whether the provider holds the incident reportable. Not there means that nobody decided."
Context: AdverseEvent
* value[x] 1..1
* value[x] only boolean

Profile: IncidentReport
Parent: Communication
Id: incident-report
Title: "Report of an incident"
Description: "The report of an incident to a payer or an agency. It is about the incident, and doesn't name the member again."
* status MS
* category 1..* MS
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains incidentReport 1..1
* category[incidentReport] MS
* category[incidentReport] = CommunicationCategoryCS#incident-report
* about 1..* MS
* sent MS
* recipient MS
* sender MS

Mapping: AdverseIncidentClauses
Source: AdverseIncident
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* extension[reportable] -> "CPS-QM-4-def, PRC-QM-4"
* actuality -> "CPS-QM-4-def"
* subject -> "CPS-QM-4-def"
* date -> "CPS-QM-4-time"
* detected -> "CPS-QM-4-time"

Mapping: IncidentReportClauses
Source: IncidentReport
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* about -> "CPS-QM-4-time, CPS-QM-5, PRC-QM-4"
* sent -> "CPS-QM-4-time, PRC-QM-4"
* recipient -> "CPS-QM-4-time, CPS-QM-5, PRC-QM-4"
