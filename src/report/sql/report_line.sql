-- @name report_line
-- @title All MeasureReports of a run: of the case rate, of findings, summaries
-- @columns specification text; place integer: 1 days of the case rate, 2 findings of a person, 3 of a provider, 4 of all; subject, provider text or null; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/member_report as member_report
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_report as clause_report
-- @relatedDependency https://peerbridge.dev/fhir/Library/summary_report as summary_report

select specification, 1 as place, member as subject, provider, line from member_report
union all
select specification, 2 as place, subject, provider, line from clause_report
union all
select specification, case when of_all then 4 else 3 end as place, null as subject, provider, line from summary_report
