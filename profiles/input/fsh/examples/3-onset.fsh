Instance: wren
InstanceOf: PeerMember
Title: "Wren, the member"
Description: "The check needs to know no more of a member than that there is one."
* identifier.type = $identifier-type#MA
* identifier.system = "https://peerbridge.dev/fhir/NamingSystem/medicaid-id"
* identifier.value = "100000000001"
* name.family = "Example"
* name.given = "Wren"
* gender = #female
* birthDate = "1994-06-11"
* communication.language = urn:ietf:bcp:47#es

Instance: wrens-coverage
InstanceOf: PeerCoverage
Title: "Wren's coverage"
Description: "Decides that the specification of Commonwealth Plan applies."
* status = #active
* subscriberId = "S-1"
* beneficiary = Reference(wren)
* relationship = $subscriber-relationship#self
* period.start = "2026-01-01"
* payor = Reference(commonwealth-plan)

Instance: referral-of-wren
InstanceOf: PeerReferral
Title: "The referral"
Description: "Monday, 2 March 2026: a week for the initial meeting begins, through Monday, 9 March."
* status = #active
* intent = #order
* category[us-core] = $snomed#410606002
* code.coding[service] = PeerServiceCS#cps
* code.coding[referral] = $snomed#461481000124109
* subject = Reference(wren)
* authoredOn = "2026-03-02T09:00:00-05:00"
* requester = Reference(sam-supervisor)
* performer = Reference(harbor-street)
* reasonCode.text = "Lives alone since leaving the hospital"

Instance: fulfilment-of-the-referral
InstanceOf: PeerReferralTask
Title: "What became of the referral"
Description: "Harbor Street accepted it, met Wren in person on 6 March, and says by which episode it was fulfilled."
* status = #completed
* businessStatus = ReferralProgressCS#met-in-person
* intent = #order
* code = $task-code#fulfill
* focus = Reference(referral-of-wren)
* for = Reference(wren)
* authoredOn = "2026-03-02T09:00:00-05:00"
* lastModified = "2026-03-06T16:00:00-05:00"
* requester = Reference(sam-supervisor)
* owner = Reference(harbor-street)
* output[0].type.text = "Episode"
* output[0].valueReference = Reference(episode-of-wren)
* output[1].type = ReferralProgressCS#first-contact
* output[1].valueDate = "2026-03-04"
* output[2].type = ReferralProgressCS#met-in-person
* output[2].valueDate = "2026-03-06"

Instance: episode-of-wren
InstanceOf: PeerEpisode
Title: "The episode"
Description: "Wren is on the case from 2 March on."
* status = #active
* type = PeerServiceCS#cps
* patient = Reference(wren)
* managingOrganization = Reference(harbor-street)
* period.start = "2026-03-02"
* referralRequest = Reference(referral-of-wren)
* careManager = Reference(ash-cps)

Instance: first-call
InstanceOf: PeerContact
Title: "The first call"
Description: "Wednesday, 4 March: Ash calls, Wren answers. It is a contact, and no meeting in person yet."
* extension[mode].valueCodeableConcept = ContactModeCS#phone
* extension[engaged].valueBoolean = true
* status = #finished
* class = $act-code#VR
* type = ContactTypeCS#ongoing-contact
* serviceType = PeerServiceCS#cps
* subject = Reference(wren)
* episodeOfCare = Reference(episode-of-wren)
* basedOn = Reference(referral-of-wren)
* participant.individual = Reference(ash-cps)
* period.start = "2026-03-04T14:00:00-05:00"
* period.end = "2026-03-04T14:20:00-05:00"
* serviceProvider = Reference(harbor-street)

Instance: initial-meeting
InstanceOf: PeerContact
Title: "The initial meeting"
Description: "Friday, 6 March, within the week: in person, with first goals. Days from 4 March on may be claimed."
* extension[mode].valueCodeableConcept = ContactModeCS#in-person
* extension[engaged].valueBoolean = true
* extension[goal].valueReference = Reference(walk-every-day)
* status = #finished
* class = $act-code#AMB
* type = ContactTypeCS#initial-meeting
* serviceType = PeerServiceCS#cps
* subject = Reference(wren)
* episodeOfCare = Reference(episode-of-wren)
* basedOn = Reference(referral-of-wren)
* participant.individual = Reference(ash-cps)
* period.start = "2026-03-06T10:00:00-05:00"
* period.end = "2026-03-06T11:00:00-05:00"
* serviceProvider = Reference(harbor-street)

Instance: walk-every-day
InstanceOf: PeerGoal
Title: "A goal"
Description: "In Wren's own words."
* lifecycleStatus = #active
* description.text = "Walk to the harbor every day"
* subject = Reference(wren)
* startDate = "2026-03-06"
* expressedBy = Reference(wren)

Instance: wellness-plan-of-wren
InstanceOf: WellnessPlan
Title: "The wellness plan"
Description: "Wren is its author, Ash contributed; it says how wellness is sustained after discharge."
* status = #active
* intent = #plan
* category[AssessPlan] = $careplan-category#assess-plan
* category[kind] = PlanCategoryCS#wellness-plan
* subject = Reference(wren)
* period.start = "2026-03-06"
* created = "2026-03-06"
* author = Reference(wren)
* contributor = Reference(ash-cps)
* goal = Reference(walk-every-day)
* activity.detail.code = PlanDomainCS#sustainability-discharge
* activity.detail.status = #in-progress

Instance: consent-to-a-copy
InstanceOf: PlanConsent
Title: "Consent to a copy of the plan"
Description: "A copy of the plan may be kept in the record."
* status = #active
* scope = $consent-scope#patient-privacy
* category[about] = ConsentCategoryCS#plan-copy
* patient = Reference(wren)
* dateTime = "2026-03-06"
* policyRule.text = "The member's own decision, as the provider's record holds it"
* provision.type = #permit
* provision.period.start = "2026-03-06"
