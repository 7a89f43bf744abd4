RuleSet: OperationParameter(name, use, min, max, type, documentation)
* parameter[+].name = #{name}
* parameter[=].use = #{use}
* parameter[=].min = {min}
* parameter[=].max = "{max}"
* parameter[=].type = #{type}
* parameter[=].documentation = {documentation}

RuleSet: AskedPeriod
* insert OperationParameter(periodStart, in, 1, 1, date, [["First day, a local date of New York"]])
* insert OperationParameter(periodEnd, in, 1, 1, date, [["Last day, inclusive"]])
* insert OperationParameter(asOf, in, 0, 1, date, [["What is dated after this day doesn't exist; periodEnd where it isn't given"]])

Instance: evaluate
InstanceOf: OperationDefinition
Usage: #definition
Title: "Evaluate a specification"
* insert ServiceOperation(evaluate, Evaluate)
* title = "Evaluate a specification"
* description = "Judges members by one specification, whose Measure it is called on, and gives a MeasureReport (profile case-rate-report) for each member and provider."
* resource = #Measure
* system = false
* type = false
* instance = true
* insert AskedPeriod
* insert OperationParameter(subject, in, 0, *, string, [["Members as Patient/id; all where none is named"]])
* insert OperationParameter(return, out, 1, 1, Bundle, [["A collection of MeasureReports, and an OperationOutcome of what could not be read"]])

Instance: peer-case-rate
InstanceOf: OperationDefinition
Usage: #definition
Title: "Days of the case rate of a member"
* insert ServiceOperation(peer-case-rate, PeerCaseRate)
* title = "Days of the case rate of a member"
* description = "Which days may be claimed for a member, why, and until when: by the specifications that are named, or by those that the member's Coverage and episodes call for."
* resource = #Patient
* system = false
* type = false
* instance = true
* insert AskedPeriod
* insert OperationParameter(specification, in, 0, *, string, [["Ids of specifications"]])
* insert OperationParameter(return, out, 1, 1, Bundle, [["A collection of MeasureReports (profile case-rate-report), and an OperationOutcome of what could not be read"]])

Instance: encounter-bundle
InstanceOf: OperationDefinition
Usage: #definition
Title: "Records of a member"
* insert ServiceOperation(encounter-bundle, EncounterBundle)
* title = "Records of a member"
* description = "All contacts, messages and collateral work of a member in a period, with the episode, referral, workers and organizations that they name: what proves a claimed day."
* resource = #Patient
* system = false
* type = false
* instance = true
* insert OperationParameter(periodStart, in, 1, 1, date, [["First day, a local date of New York"]])
* insert OperationParameter(periodEnd, in, 1, 1, date, [["Last day, inclusive"]])
* insert OperationParameter(return, out, 1, 1, Bundle, [["A collection; each resource once"]])

RuleSet: ServiceOperation(code, name)
* url = "https://peerbridge.dev/fhir/OperationDefinition/{code}"
* name = "{name}"
* status = #draft
* kind = #operation
* experimental = false
* affectsState = false
* code = #{code}
