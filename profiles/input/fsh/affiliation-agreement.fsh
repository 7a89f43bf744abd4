Profile: AffiliationAgreement
Parent: OrganizationAffiliation
Id: affiliation-agreement
Title: "Agreement between organizations"
Description: "A written agreement of a provider with a partner, or a center's subcontract with who supplies its peers."
* extension contains AgreementContent named content 0..* MS
* active MS
* period MS
* organization MS
* participatingOrganization MS
* code MS
* code from AgreementTypeVS (extensible)

Extension: AgreementContent
Id: agreement-content
Title: "Content of an agreement"
Description: "What the agreement covers, or that it doesn't. A content that isn't listed is unknown."
Context: OrganizationAffiliation
* extension contains
    content 1..1 and
    present 1..1
* extension[content] ^short = "Which content"
* extension[content].value[x] 1..1
* extension[content].value[x] only CodeableConcept
* extension[content].valueCodeableConcept from AgreementContentVS (required)
* extension[present] ^short = "Whether the agreement has it"
* extension[present].value[x] 1..1
* extension[present].value[x] only boolean

Mapping: AffiliationAgreementClauses
Source: AffiliationAgreement
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* extension[content] -> "CPS-AF-1-content, CPS-PR-5c, CPS-PR-5d, PRC-AF-1-content"
* active -> "CPS-AF-1-agree, CPS-PR-5b, PRC-AF-1-agree"
* period -> "CPS-AF-1-agree, CPS-PR-5b, PRC-AF-1-agree"
* organization -> "CPS-AF-1-agree, CPS-PR-5b, PRC-AF-1-agree"
* participatingOrganization -> "CPS-AF-1-variety, CPS-PR-5b, PRC-AF-2"
* code -> "CPS-AF-1-form, CPS-PR-5b, PRC-AF-1-form"
