RuleSet: Capability(id, name)
* status = #draft
* experimental = false
* date = "2026-11-25"
* kind = #requirements
* fhirVersion = #4.0.1
* format = #json
* name = "{name}"
* url = "https://peerbridge.dev/fhir/CapabilityStatement/{id}"

RuleSet: Serves(type, profile)
* rest.resource[+].type = #{type}
* rest.resource[=].supportedProfile = "https://peerbridge.dev/fhir/StructureDefinition/{profile}"
* rest.resource[=].interaction[0].code = #read
* rest.resource[=].interaction[+].code = #search-type

RuleSet: SearchBy(name, type)
* rest.resource[=].searchParam[+].name = "{name}"
* rest.resource[=].searchParam[=].type = #{type}

RuleSet: Operation(name)
* rest.resource[=].operation[+].name = "{name}"
* rest.resource[=].operation[=].definition = "https://peerbridge.dev/fhir/OperationDefinition/{name}"

RuleSet: PeerRecords
* insert Serves(Patient, peer-member)
* insert SearchBy(_id, token)
* insert Serves(Encounter, peer-contact)
* insert SearchBy(patient, reference)
* insert SearchBy(date, date)
* insert Serves(EpisodeOfCare, peer-episode)
* insert SearchBy(patient, reference)
* insert Serves(ServiceRequest, peer-referral)
* insert SearchBy(patient, reference)
* insert Serves(Communication, peer-message)
* insert SearchBy(patient, reference)
* insert Serves(Procedure, peer-collateral-activity)
* insert SearchBy(patient, reference)
* insert Serves(Coverage, peer-coverage)
* insert SearchBy(patient, reference)
* insert Serves(Organization, peer-organization)
* insert SearchBy(_id, token)
* insert Serves(OrganizationAffiliation, affiliation-agreement)
* insert SearchBy(primary-organization, reference)
* insert Serves(Practitioner, peer-worker)
* insert SearchBy(_id, token)
* insert Serves(PractitionerRole, peer-worker-role)
* insert SearchBy(practitioner, reference)
* insert Serves(CarePlan, peer-plan)
* insert SearchBy(patient, reference)
* insert SearchBy(category, token)
* insert Serves(Goal, peer-goal)
* insert SearchBy(patient, reference)
* insert Serves(Observation, perinatal-status)
* insert SearchBy(patient, reference)
* insert SearchBy(code, token)
* insert Serves(Consent, peer-consent)
* insert SearchBy(patient, reference)
* insert Serves(AdverseEvent, adverse-incident)
* insert SearchBy(subject, reference)

Instance: peerbridge-client
InstanceOf: CapabilityStatement
Usage: #definition
Title: "What is asked of a server that peer services are read from"
* insert Capability(peerbridge-client, PeerBridgeClient)
* title = "What is asked of a server that peer services are read from"
* description = "Reads and searches by which the records of members are read. A server that lacks a type is read all the same: what only that type could prove is insufficient data."
* rest.mode = #client
* insert PeerRecords

Instance: peerbridge-server
InstanceOf: CapabilityStatement
Usage: #definition
Title: "What a server of PeerBridge offers"
* insert Capability(peerbridge-server, PeerBridgeServer)
* title = "What a server of PeerBridge offers"
* description = "Read-only access to the records of members, and the operations that judge them."
* rest.mode = #server
* insert PeerRecords
* rest.resource[0].operation[0].name = "peer-case-rate"
* rest.resource[0].operation[0].definition = "https://peerbridge.dev/fhir/OperationDefinition/peer-case-rate"
* rest.resource[0].operation[1].name = "encounter-bundle"
* rest.resource[0].operation[1].definition = "https://peerbridge.dev/fhir/OperationDefinition/encounter-bundle"
* rest.resource[+].type = #Measure
* rest.resource[=].interaction[0].code = #read
* insert Operation(evaluate)
* rest.resource[+].type = #MeasureReport
* rest.resource[=].supportedProfile = "https://peerbridge.dev/fhir/StructureDefinition/case-rate-report"
* rest.resource[=].interaction[0].code = #read
