RuleSet: OwnSearch(code, name, base, type)
* url = "https://peerbridge.dev/fhir/SearchParameter/{base}-{code}"
* name = "{name}"
* status = #draft
* experimental = false
* code = #{code}
* base = #{base}
* type = #{type}

Instance: Encounter-contact-mode
InstanceOf: SearchParameter
Usage: #definition
Title: "Contacts by way of contact"
* insert OwnSearch(contact-mode, EncounterContactMode, Encounter, token)
* description = "Contacts that were made in a way, such as by telephone"
* expression = "Encounter.extension('https://peerbridge.dev/fhir/StructureDefinition/contact-mode').value"

Instance: Encounter-member-engaged
InstanceOf: SearchParameter
Usage: #definition
Title: "Contacts by engagement"
* insert OwnSearch(member-engaged, EncounterMemberEngaged, Encounter, token)
* description = "Contacts in which the member took part, or didn't"
* expression = "Encounter.extension('https://peerbridge.dev/fhir/StructureDefinition/member-engaged').value"

Instance: Encounter-pertains-to-goal
InstanceOf: SearchParameter
Usage: #definition
Title: "Contacts by goal"
* insert OwnSearch(pertains-to-goal, EncounterPertainsToGoal, Encounter, reference)
* description = "Contacts that work on a goal"
* expression = "Encounter.extension('http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal').value"
* target = #Goal

Instance: PractitionerRole-supervisor
InstanceOf: SearchParameter
Usage: #definition
Title: "Roles by supervisor"
* insert OwnSearch(supervisor, PractitionerRoleSupervisor, PractitionerRole, reference)
* description = "Roles that a supervisor supervises"
* expression = "PractitionerRole.extension('https://peerbridge.dev/fhir/StructureDefinition/supervisor').extension('supervisor').value"
* target = #PractitionerRole

Instance: AdverseEvent-reportable
InstanceOf: SearchParameter
Usage: #definition
Title: "Incidents by whether they are reportable"
* insert OwnSearch(reportable, AdverseEventReportable, AdverseEvent, token)
* description = "Incidents that the provider holds reportable, or not"
* expression = "AdverseEvent.extension('https://peerbridge.dev/fhir/StructureDefinition/reportable').value"
