Profile: PeerPlan
Parent: CarePlan
Id: peer-plan
Title: "Plan"
Description: "A plan that a member makes with a peer, or that a peer helps to follow. It has no template; that the member took part shows in author, contributor, and the goals."
* insert CompliesWithUSCore(careplan)
* extension contains IdentifiedDomain named identified 0..* MS
* text MS
* text.status MS
* text.status from NarrativeStatusVS (required)
* text.div MS
* status MS
* intent MS
* category 1..* MS
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains AssessPlan 1..1 and kind 0..1
* category[AssessPlan] MS
* category[AssessPlan] = $careplan-category#assess-plan
* category[AssessPlan] ^short = "US Core's category; 6.1.0 demands it, later versions allow it"
* category[kind] MS
* category[kind] from PlanCategoryVS (required)
* category[kind] ^patternCodeableConcept.coding.system = "https://peerbridge.dev/fhir/CodeSystem/plan-category"
* subject MS
* subject only Reference(Patient)
* period MS
* created MS
* author MS
* contributor MS
* goal MS
* activity MS
* activity.detail MS
* activity.detail.code MS
* activity.detail.code from PlanDomainVS (extensible)
* activity.detail.status MS

Profile: WellnessPlan
Parent: PeerPlan
Id: wellness-plan
Title: "Wellness plan"
Description: "The member's own plan of wellness and recovery. Specifications allow it and don't demand it; where there is one, its goals and, for Certified Peer Specialists, how wellness is sustained after discharge belong in it."
* category[kind] 1..1
* category[kind] = PlanCategoryCS#wellness-plan

Profile: PlanOfSafeCare
Parent: PeerPlan
Id: plan-of-safe-care
Title: "Plan of Safe Care"
Description: "The plan of a pregnant or parenting member, also known as Family Support Plan. For each domain that it identifies as a need there is an activity."
* category[kind] 1..1
* category[kind] = PlanCategoryCS#plan-of-safe-care

ValueSet: NarrativeStatusVS
Id: narrative-status
Title: "Status of a narrative"
Description: "A narrative with more in it than the elements, or just what they say; as US Core."
* insert Own
* http://hl7.org/fhir/narrative-status#additional
* http://hl7.org/fhir/narrative-status#generated

Extension: IdentifiedDomain
Id: identified-domain
Title: "Domain identified as a need"
Description: "The plan identifies a need in this domain. A domain that isn't named is no identified need."
Context: CarePlan
* value[x] 1..1
* value[x] only CodeableConcept
* valueCodeableConcept from PlanDomainVS (required)

Mapping: PeerPlanClauses
Source: PeerPlan
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* extension[identified] -> "CPS-CS-4b, PRC-SC-17c"
* category[kind] -> "CPS-PS-2b, CPS-CS-4a, CPS-CS-4d, PRC-PD-1b, PRC-SC-17b, PRC-SC-17f"
* author -> "CPS-PS-2a, PRC-PD-1a"
* contributor -> "CPS-PS-2c, CPS-CS-4a, PRC-PD-1c, PRC-SC-17b"
* goal -> "CPS-PS-2f, PRC-SC-12"
* activity.detail.code -> "CPS-CS-4b, CPS-PS-2g, PRC-SC-17a, PRC-SC-17c, PRC-SC-17d"
* period -> "CPS-CS-4a, PRC-SC-17b"
