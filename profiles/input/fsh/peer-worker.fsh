Profile: PeerWorker
Parent: Practitioner
Id: peer-worker
Title: "Peer or supervisor"
Description: "A person who works in a peer service, with trainings, credentials and attestations. In R4 these stand here, not in PractitionerRole. What a worker has lived through is attested by the employer, and never recorded."
* insert CompliesWithUSCore(practitioner)
* identifier 1..* MS
* identifier.system 1..1 MS
* identifier.value 1..1 MS
* insert NationalProviderIdentifier
* name 1..* MS
* name.family 1..1 MS
* insert ReachableAt
* communication MS
* qualification MS
* qualification.extension contains Attested named attested 0..1 MS
* qualification.identifier MS
* qualification.code MS
* qualification.code from QualificationVS (extensible)
* qualification.period MS
* qualification.issuer MS

Extension: Attested
Id: attested
Title: "Attested"
Description: "The employer's word: true where it attests, false where it was asked and doesn't. Not there means true."
Context: Practitioner.qualification
* value[x] 1..1
* value[x] only boolean

Mapping: PeerWorkerClauses
Source: PeerWorker
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* communication -> "CPS-CS-1d, PRC-SC-10"
* qualification.code -> "CPS-PR-2e, CPS-ST-2, CPS-ST-3, CPS-ST-4, PRC-ST-2, PRC-ST-3, PRC-ST-4, PRC-ST-5, PRC-ST-5a-i, PRC-ST-5a-ii, PRC-OV-4a, PRC-PV-a, PRC-PV-b"
* qualification.extension[attested] -> "CPS-PR-2a, PRC-OV-1a, PRC-OV-1b, PRC-PV-a"
* qualification.period -> "CPS-PR-2e, CPS-ST-2, CPS-ST-4, PRC-ST-3, PRC-ST-5, PRC-ST-5a-i, PRC-ST-5a-ii"
* qualification.issuer -> "CPS-PR-2e, CPS-ST-2, PRC-ST-3, PRC-ST-4, PRC-ST-5"
