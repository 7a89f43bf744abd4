Profile: PeerConsent
Parent: Consent
Id: peer-consent
Title: "Decision of a member"
Description: "What a member decided about the own records. Records of substance use treatment under 42 CFR Part 2 carry the label 42CFRPart2 in meta.security."
* status MS
* scope = $consent-scope#patient-privacy
* scope MS
* category MS
* patient 1..1 MS
* dateTime MS
* provision MS
* provision.type MS
* provision.period MS
* provision.actor MS

Profile: PlanConsent
Parent: PeerConsent
Id: plan-consent
Title: "Copy of the plan"
Description: "Whether a copy of the wellness plan may be kept in the record."
* insert ConsentAbout(plan-copy)

Profile: DisclosureConsent
Parent: PeerConsent
Id: disclosure-consent
Title: "Disclosure"
Description: "Whether records may be disclosed to a named recipient, when, and for what."
* insert ConsentAbout(disclosure)
* provision.purpose MS
* provision.class MS
* provision.code MS

RuleSet: ConsentAbout(what)
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains about 1..1
* category[about] MS
* category[about] = ConsentCategoryCS#{what}

Mapping: PlanConsentClauses
Source: PlanConsent
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* provision.type -> "CPS-PS-2d, PRC-PD-2a"
* provision.period -> "CPS-PS-2d, PRC-PD-2a"

Mapping: DisclosureConsentClauses
Source: DisclosureConsent
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* provision -> "PRC-OV-2c"
