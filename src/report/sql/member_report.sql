-- @name member_report
-- @title One MeasureReport (FHIR R4) for each specification, member and provider: days by outcome, and the evidence of all of them
-- @table
-- @columns specification, member text; provider text or null; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

-- Every text that is put in is a date, a code of ours, or a Type/id of letters, digits, dots and hyphens: nothing to escape.
with total as (
  select specification, member, provider,
         sum(case when outcome = 'satisfied' then days_between(start_date, end_date) + 1 else 0 end) as satisfied,
         sum(case when outcome = 'not-satisfied' then days_between(start_date, end_date) + 1 else 0 end) as not_satisfied,
         sum(case when outcome = 'insufficient-data' then days_between(start_date, end_date) + 1 else 0 end) as insufficient,
         list_sorted(distinct_items(list_flat(array_agg(evidence)))) as resources
  from case_rate
  group by specification, member, provider
)
select t.specification, t.member, t.provider,
       '{"resourceType":"MeasureReport","id":"' || stable_id(t.specification || ' ' || t.member || ' ' || coalesce(t.provider, '')) || '",' ||
       '"status":"complete","type":"individual","measure":"https://peerbridge.dev/fhir/Measure/' || t.specification || '","subject":{"reference":"' || t.member || '"},' ||
       case when t.provider is null then '' else '"reporter":{"reference":"' || t.provider || '"},' end ||
       '"period":{"start":"' || cast(r.from_date as varchar(10)) || '","end":"' || cast(r.to_date as varchar(10)) || '"},"group":[{"population":[' ||
       '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"satisfied"}]},"count":' || cast(t.satisfied as varchar(20)) || '},' ||
       '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"not-satisfied"}]},"count":' || cast(t.not_satisfied as varchar(20)) || '},' ||
       '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"insufficient-data"}]},"count":' || cast(t.insufficient as varchar(20)) || '}]}]' ||
       case when list_size(t.resources) = 0 then '' else ',"evaluatedResource":[{"reference":"' || list_join(t.resources, '"},{"reference":"') || '"}]' end || '}' as line
from total as t
cross join run as r
