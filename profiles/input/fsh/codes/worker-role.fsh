CodeSystem: WorkerRoleCS
Id: worker-role
Title: "Roles of workers"
Description: "What a worker does in a peer service. NUCC has one code for all peers, 175T00000X, which stands beside it."
* insert OwnCodes
* #certified-peer-specialist "Certified Peer Specialist" "Gives Certified Peer Specialist services (CPS-PR-2a)."
* #peer-recovery-coach "Peer Recovery Coach" "Gives Peer Recovery Coach services (PRC-OV-1a)."
* #supervisor "Supervisor" "Directly supervises peers (CPS-ST-3, PRC-ST-4)."

ValueSet: WorkerRoleVS
Id: worker-role
Title: "Roles of workers"
Description: "What a worker does in a peer service."
* insert Own
* include codes from system WorkerRoleCS

CodeSystem: SupervisionTopicCS
Id: supervision-topic
Title: "Topics of supervision"
Description: "What supervision of a recovery coach should cover."
* insert OwnCodes
* #role-clarity "Role clarity" "The role, and work with the special population (PRC-ST-4a-i)."
* #trauma-informed-care "Trauma-informed care" "Why care has to be trauma-informed (PRC-ST-4a-ii)."
* #legal-and-partner-communication "Law and partner agencies" "Legal requirements, and communication with partner agencies (PRC-ST-4a-iii)."
* #self-care-and-grief "Self-care and grief" "The worker's own care, and support in grief (PRC-ST-4a-iv)."

ValueSet: SupervisionTopicVS
Id: supervision-topic
Title: "Topics of supervision"
Description: "What supervision of a recovery coach should cover."
* insert Own
* include codes from system SupervisionTopicCS
