// The story of Wren Example, who doesn't exist, in the order in which it happened: first who is there.

Instance: harbor-street
InstanceOf: PeerProvider
Title: "Harbor Street Center, the provider"
Description: "A community behavioral health center, licensed through 2027."
* identifier[NPI].value = "1234567893"
* identifier[licence].value = "L-100"
* identifier[licence].type = IdentifierTypeCS#licence
* identifier[licence].period.start = "2024-01-01"
* identifier[licence].period.end = "2027-12-31"
* active = true
* type = OrganizationTypeCS#cbhc
* name = "Harbor Street Center"

Instance: bay-birthing
InstanceOf: Partner
Title: "Bay Birthing Center, a partner"
Description: "A birthing center with which Harbor Street works."
* active = true
* type = OrganizationTypeCS#birthing-center
* name = "Bay Birthing Center"

Instance: commonwealth-plan
InstanceOf: PeerOrganization
Title: "Commonwealth Plan, the payer"
Description: "The plan that covers Wren."
* active = true
* type = OrganizationTypeCS#payer
* name = "Commonwealth Plan"

Instance: agreement-bay
InstanceOf: AffiliationAgreement
Title: "The agreement of Harbor Street and Bay"
Description: "A qualified service organization agreement that covers referral and transition, and says nothing of aftercare."
* active = true
* period.start = "2025-07-01"
* organization = Reference(harbor-street)
* participatingOrganization = Reference(bay-birthing)
* code = AgreementTypeCS#qsoa
* extension[content][0].extension[content].valueCodeableConcept = AgreementContentCS#referral
* extension[content][0].extension[present].valueBoolean = true
* extension[content][1].extension[content].valueCodeableConcept = AgreementContentCS#transition
* extension[content][1].extension[present].valueBoolean = true
* extension[content][2].extension[content].valueCodeableConcept = AgreementContentCS#aftercare
* extension[content][2].extension[present].valueBoolean = false

Instance: quality-plan
InstanceOf: QualityDocument
Title: "Harbor Street's quality management plan for 2026"
Description: "That there is a plan, and for when; its text stays where it is."
* status = #current
* type = DocumentTypeCS#quality-management-plan
* custodian = Reference(harbor-street)
* date = "2025-12-15T15:00:00Z"
* content.attachment.title = "Quality management plan 2026"
* context.period.start = "2026-01-01"
* context.period.end = "2026-12-31"
