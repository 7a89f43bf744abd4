Profile: QualityDocument
Parent: DocumentReference
Id: quality-document
Title: "Quality management plan"
Description: "That a provider has a quality management plan, and for when. It is about an organization, so US Core's DocumentReference, which is about a patient, isn't claimed."
* status MS
* type 1..1 MS
* type = DocumentTypeCS#quality-management-plan
* subject 0..0
* custodian MS
* date MS
* content MS
* context MS
* context.period MS

Profile: MemberSurvey
Parent: QuestionnaireResponse
Id: member-survey
Title: "Answered survey"
Description: "That a satisfaction survey or an outcome measure was answered; the answers may stay in the source. US Core's QuestionnaireResponse rests on another guide, for forms, and isn't claimed."
* questionnaire 1..1 MS
* status MS
* subject MS
* authored MS

Mapping: QualityDocumentClauses
Source: QualityDocument
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* type -> "CPS-QM-1, PRC-QM-1"
* custodian -> "CPS-QM-1, PRC-QM-1"
* context.period -> "CPS-QM-1, PRC-QM-1"

Mapping: MemberSurveyClauses
Source: MemberSurvey
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* questionnaire -> "CPS-QM-2, PRC-QM-2"
* authored -> "CPS-QM-2, PRC-QM-2"
