Instance: fall-on-the-stairs
InstanceOf: AdverseIncident
Title: "An incident"
Description: "Friday, 17 April 2026, in the evening. Monday is Patriots' Day, so a report is due by Tuesday, 21 April."
* extension[reportable].valueBoolean = true
* actuality = #actual
* subject = Reference(wren)
* date = "2026-04-17T22:10:00-04:00"
* detected = "2026-04-18"

Instance: report-of-the-fall
InstanceOf: IncidentReport
Title: "The report"
Description: "To the plan, on Tuesday, 21 April: in time."
* status = #completed
* category[incidentReport] = CommunicationCategoryCS#incident-report
* about = Reference(fall-on-the-stairs)
* sender = Reference(harbor-street)
* recipient = Reference(commonwealth-plan)
* sent = "2026-04-21T09:00:00-04:00"

Instance: satisfaction-in-april
InstanceOf: MemberSurvey
Title: "A satisfaction survey"
Description: "That it was answered; the answers stay at Harbor Street."
* questionnaire = "https://peerbridge.dev/fhir/Questionnaire/member-satisfaction"
* status = #completed
* subject = Reference(wren)
* authored = "2026-04-30"

Instance: claim-of-6-march
InstanceOf: PeerClaim
Title: "A claimed day"
Description: "One day, one line, one unit."
* status = #active
* type = $claim-type#professional
* use = #claim
* patient = Reference(wren)
* created = "2026-04-02"
* provider = Reference(harbor-street)
* priority = $process-priority#normal
* insurance.sequence = 1
* insurance.focal = true
* insurance.coverage = Reference(wrens-coverage)
* item.sequence = 1
* item.productOrService = PeerServiceCS#cps
* item.servicedDate = "2026-03-06"
* item.quantity.value = 1
* item.quantity.unit = "day"

Instance: march-of-wren
InstanceOf: CaseRateReport
Title: "March, judged"
Description: "2 to 31 March: claimed may be 4 to 22 March, nineteen days. The contact of 16 March lasts through 22 March; 2, 3 and 23 to 31 March have no contact within seven days."
* status = #complete
* type = #individual
* measure = "https://peerbridge.dev/fhir/Measure/example"
* subject = Reference(wren)
* reporter = Reference(harbor-street)
* period.start = "2026-03-01"
* period.end = "2026-03-31"
* group.population[0].code = OutcomeCS#satisfied
* group.population[0].count = 19
* group.population[1].code = OutcomeCS#not-satisfied
* group.population[1].count = 11
* group.population[2].code = OutcomeCS#insufficient-data
* group.population[2].count = 0
* evaluatedResource[0] = Reference(first-call)
* evaluatedResource[1] = Reference(initial-meeting)
* evaluatedResource[2] = Reference(answer-by-text)
* evaluatedResource[3] = Reference(to-the-clinic)
