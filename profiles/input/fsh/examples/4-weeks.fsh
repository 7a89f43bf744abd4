Instance: question-by-text
InstanceOf: PeerMessage
Title: "Ash writes"
Description: "Tuesday, 10 March. One message alone is no contact."
* status = #completed
* medium = ContactModeCS#text
* topic = PeerServiceCS#cps
* subject = Reference(wren)
* sender = Reference(ash-cps)
* recipient = Reference(wren)
* sent = "2026-03-10T17:40:00-04:00"

Instance: answer-by-text
InstanceOf: PeerMessage
Title: "Wren answers"
Description: "The same evening: now it is a contact."
* status = #completed
* inResponseTo = Reference(question-by-text)
* medium = ContactModeCS#text
* topic = PeerServiceCS#cps
* subject = Reference(wren)
* sender = Reference(wren)
* recipient = Reference(ash-cps)
* sent = "2026-03-10T18:02:00-04:00"

Instance: call-to-the-practice
InstanceOf: PeerCollateralActivity
Title: "Work without Wren"
Description: "Wednesday, 11 March: Ash calls the primary care practice. It supports the contacts and is none."
* status = #completed
* category = PeerActivityCS#collateral
* code = PeerActivityCS#call-to-provider
* subject = Reference(wren)
* performedPeriod.start = "2026-03-11T11:00:00-04:00"
* performedPeriod.end = "2026-03-11T11:15:00-04:00"
* performer.actor = Reference(ash-cps)

Instance: to-the-clinic
InstanceOf: PeerContact
Title: "To the clinic together"
Description: "Monday, 16 March: Ash goes with Wren to an appointment. A contact carries seven days: through 22 March."
* extension[mode].valueCodeableConcept = ContactModeCS#in-person
* extension[engaged].valueBoolean = true
* status = #finished
* class = $act-code#FLD
* type = ContactTypeCS#accompaniment
* serviceType = PeerServiceCS#cps
* subject = Reference(wren)
* episodeOfCare = Reference(episode-of-wren)
* participant.individual = Reference(ash-cps)
* period.start = "2026-03-16T09:00:00-04:00"
* period.end = "2026-03-16T10:30:00-04:00"
* serviceProvider = Reference(harbor-street)

Instance: expecting
InstanceOf: PerinatalStatus
Title: "Wren is pregnant"
Description: "Known since the visit of 16 March: the clauses for pregnant and parenting members apply from now on."
* status = #final
* category[SocialHistory] = $observation-category#social-history
* code = $loinc#82810-3
* subject = Reference(wren)
* effectiveDateTime = "2026-03-16"
* valueCodeableConcept = $snomed#77386006

Instance: expected-in-october
InstanceOf: PerinatalFact
Title: "The estimated date of delivery"
Description: "12 October 2026."
* status = #final
* category[SocialHistory] = $observation-category#social-history
* code = $loinc#11778-8
* subject = Reference(wren)
* effectiveDateTime = "2026-03-16"
* valueDateTime = "2026-10-12"

Instance: safe-care-plan-of-wren
InstanceOf: PlanOfSafeCare
Title: "The Plan of Safe Care"
Description: "Identifies housing and lactation support as needs, and has an activity for each."
* extension[identified][0].valueCodeableConcept = PlanDomainCS#housing
* extension[identified][1].valueCodeableConcept = PlanDomainCS#lactation-support
* status = #active
* intent = #plan
* category[AssessPlan] = $careplan-category#assess-plan
* category[kind] = PlanCategoryCS#plan-of-safe-care
* subject = Reference(wren)
* period.start = "2026-03-20"
* created = "2026-03-20"
* author = Reference(wren)
* contributor = Reference(ash-cps)
* activity[0].detail.code = PlanDomainCS#housing
* activity[0].detail.status = #in-progress
* activity[1].detail.code = PlanDomainCS#lactation-support
* activity[1].detail.status = #not-started

Instance: consent-to-disclose
InstanceOf: DisclosureConsent
Title: "Consent to disclose to Bay"
Description: "Harbor Street may tell Bay Birthing Center, through the end of the year."
* status = #active
* scope = $consent-scope#patient-privacy
* category[about] = ConsentCategoryCS#disclosure
* patient = Reference(wren)
* dateTime = "2026-03-20"
* policyRule.text = "The member's own decision, as the provider's record holds it"
* provision.type = #permit
* provision.period.start = "2026-03-20"
* provision.period.end = "2026-12-31"
* provision.actor.role = $participation-type#IRCP
* provision.actor.reference = Reference(bay-birthing)

Instance: other-plan-of-wren
InstanceOf: PeerPlan
Title: "A Family Action Plan"
Description: "A plan that Ash helps Wren to follow; it is the department's, so only its kind and its dates are here."
* status = #active
* intent = #plan
* category[AssessPlan] = $careplan-category#assess-plan
* category[kind] = PlanCategoryCS#dcf-family-action-plan
* subject = Reference(wren)
* period.start = "2026-04-01"

Instance: wren-prepares
InstanceOf: StageOfChange
Title: "A stage of change"
Description: "As a recovery coach would write it."
* status = #final
* category[SocialHistory] = $observation-category#social-history
* code = $snomed#134408007
* subject = Reference(wren)
* encounter = Reference(to-the-clinic)
* effectiveDateTime = "2026-03-16"
* valueCodeableConcept = StageOfChangeCS#preparation

Instance: wren-decides
InstanceOf: PeerConsent
Title: "A decision of another kind"
Description: "A consent that isn't about a plan or a disclosure."
* status = #active
* scope = $consent-scope#patient-privacy
* category = $loinc#59284-0
* patient = Reference(wren)
* dateTime = "2026-03-06"
* policyRule.text = "The member's own decision, as the provider's record holds it"
