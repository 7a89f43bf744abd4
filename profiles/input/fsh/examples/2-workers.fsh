Instance: ash
InstanceOf: PeerWorker
Title: "Ash, a Certified Peer Specialist"
Description: "Holds the certification; the employer attests lived experience, without saying of what."
* identifier.system = "https://peerbridge.dev/fhir/NamingSystem/record"
* identifier.value = "ash"
* name.family = "Example"
* name.given = "Ash"
* communication = urn:ietf:bcp:47#es
* qualification[0].code = QualificationCS#cps-certification
* qualification[0].identifier.value = "C-1"
* qualification[0].period.start = "2024-05-01"
* qualification[0].period.end = "2027-04-30"
* qualification[1].extension[attested].valueBoolean = true
* qualification[1].code = QualificationCS#lived-experience-attestation
* qualification[1].period.start = "2024-04-01"
* qualification[1].issuer = Reference(harbor-street)

Instance: sam
InstanceOf: PeerWorker
Title: "Sam, a supervisor"
Description: "A Certified Peer Supervisor, who has also been trained to supervise recovery coaches."
* identifier.system = "https://peerbridge.dev/fhir/NamingSystem/record"
* identifier.value = "sam"
* name.family = "Example"
* name.given = "Sam"
* qualification[0].code = QualificationCS#certified-peer-supervisor
* qualification[0].period.start = "2023-03-01"
* qualification[1].code = QualificationCS#recovery-coach-supervisor-training
* qualification[1].period.start = "2023-06-30"

Instance: sam-supervisor
InstanceOf: PeerWorkerRole
Title: "Sam's role"
Description: "Supervisor at Harbor Street."
* active = true
* period.start = "2023-03-01"
* practitioner = Reference(sam)
* organization = Reference(harbor-street)
* code = WorkerRoleCS#supervisor
* telecom.system = #phone
* telecom.value = "+1 617 555 0100"

Instance: ash-cps
InstanceOf: PeerWorkerRole
Title: "Ash's role"
Description: "Certified Peer Specialist at Harbor Street, supervised by Sam. Nobody wrote down how the role is reached, and the resource says so."
* active = true
* period.start = "2024-05-01"
* practitioner = Reference(ash)
* organization = Reference(harbor-street)
* code.coding[0] = WorkerRoleCS#certified-peer-specialist
* code.coding[1] = $nucc#175T00000X
* endpoint.extension.url = $data-absent-reason
* endpoint.extension.valueCode = #unknown
* extension[supervisor].extension[supervisor].valueReference = Reference(sam-supervisor)
* extension[supervisor].extension[period].valuePeriod.start = "2024-05-01"
* extension[supervisor].extension[topic].valueCodeableConcept = SupervisionTopicCS#role-clarity

Instance: supervision-in-march
InstanceOf: SupervisionSession
Title: "A session of supervision"
Description: "Ash and Sam, on Tuesday, 3 March 2026."
* status = #finished
* class = $act-code#AMB
* type = ContactTypeCS#supervision
* participant[0].individual = Reference(ash-cps)
* participant[1].individual = Reference(sam-supervisor)
* period.start = "2026-03-03"
* reasonCode = SupervisionTopicCS#role-clarity
