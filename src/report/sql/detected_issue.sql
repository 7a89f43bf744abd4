-- @name detected_issue
-- @title Gaps as DetectedIssues (FHIR R4): one for each clause that is not satisfied of a subject, one for all that can't be told of a subject
-- @table
-- @columns specification text; clause text or null: of what can't be told; subject text; provider text or null; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_gap as clause_gap

-- Every text that is put in is a date, a code of ours, or a Type/id of letters, digits, dots and hyphens: nothing to escape.
with told as (
  select issue, specification, case when outcome = 'not-satisfied' then clause end as clause, outcome, subject, provider, first_date, last_date,
         '{"code":[{"coding":[{"system":"https://peerbridge.dev/fhir/clauses","code":"' || clause || '"}]},{"coding":[{"system":"https://peerbridge.dev/fhir/reasons","code":"' || reason || '"}]}]' ||
         case when list_size(evidence) = 0 then '' else ',"detail":[{"reference":"' || list_join(list_sorted(distinct_items(evidence)), '"},{"reference":"') || '"}]' end || '}' as entry
  from clause_gap
), issue as (
  select issue, specification, clause, outcome, subject, provider, min(first_date) as first_date, max(last_date) as last_date, list_join(list_sorted(array_agg(entry)), ',') as entries
  from told
  group by issue, specification, clause, outcome, subject, provider
)
select i.specification, i.clause, i.subject, i.provider,
       '{"resourceType":"DetectedIssue","id":"' || i.issue || '","status":"final","code":{"coding":[' ||
       case when i.clause is null then '' else '{"system":"https://peerbridge.dev/fhir/clauses","code":"' || i.clause || '"},' end ||
       '{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"' || i.outcome || '"}]},' ||
       case when i.subject like 'Patient/%' then '"patient":{"reference":"' || i.subject || '"},' else '' end ||
       '"identifiedPeriod":{"start":"' || cast(i.first_date as varchar(10)) || '","end":"' || cast(i.last_date as varchar(10)) || '"},' ||
       case when i.subject like 'Patient/%' and i.provider is null then ''
            else '"implicated":[' || case when i.subject like 'Patient/%' then '' else '{"reference":"' || i.subject || '"}' end ||
                 case when i.subject not like 'Patient/%' and i.provider <> i.subject then ',' else '' end ||
                 case when i.provider is null or i.provider = i.subject then '' else '{"reference":"' || i.provider || '"}' end || '],' end ||
       '"evidence":[' || i.entries || ']' ||
       ',"reference":"https://peerbridge.dev/fhir/Measure/' || i.specification || '"}' as line
from issue as i
