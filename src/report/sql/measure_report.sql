-- @name measure_report
-- @title One MeasureReport (FHIR R4) for each specification, member and provider: days by outcome, spans with their reasons, evidence
-- @table
-- @columns specification, member text; provider text or null; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

-- Every text that is put in is a date, a code of ours, or a Type/id of letters, digits, dots and hyphens: nothing to escape.
with span as (
  select specification, member, provider, start_date, evidence,
         case when outcome = 'satisfied' then days_between(start_date, end_date) + 1 else 0 end as satisfied,
         case when outcome = 'not-satisfied' then days_between(start_date, end_date) + 1 else 0 end as not_satisfied,
         case when outcome = 'insufficient-data' then days_between(start_date, end_date) + 1 else 0 end as insufficient,
         '{"url":"https://peerbridge.dev/fhir/StructureDefinition/verdict-span","extension":[' ||
         '{"url":"period","valuePeriod":{"start":"' || cast(start_date as varchar(10)) || '","end":"' || cast(end_date as varchar(10)) || '"}},' ||
         '{"url":"outcome","valueCode":"' || outcome || '"},{"url":"reason","valueCode":"' || reason || '"}' ||
         case when list_size(boundary_sensitive) = 0 then '' else ',{"url":"boundary-sensitive","valueString":"' || list_join(boundary_sensitive, ' ') || '"}' end || ']}' as text
  from case_rate
), total as (
  select specification, member, provider, sum(satisfied) as satisfied, sum(not_satisfied) as not_satisfied, sum(insufficient) as insufficient, list_sorted(list_distinct(list_flat(array_agg(evidence)))) as resources,
         -- a text for each span that begins with its date, so that sorting the texts sorts the spans
         list_join(list_sorted(array_agg(text)), ',') as spans
  from span
  group by specification, member, provider
)
select t.specification, t.member, t.provider,
       '{"resourceType":"MeasureReport","id":"' || stable_id(t.specification || ' ' || t.member || ' ' || coalesce(t.provider, '')) || '","extension":[' || t.spans || '],' ||
       '"status":"complete","type":"individual","measure":"https://peerbridge.dev/fhir/Measure/' || t.specification || '","subject":{"reference":"' || t.member || '"},' ||
       case when t.provider is null then '' else '"reporter":{"reference":"' || t.provider || '"},' end ||
       '"period":{"start":"' || cast(r.from_date as varchar(10)) || '","end":"' || cast(r.to_date as varchar(10)) || '"},"group":[{"population":[' ||
       '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"satisfied"}]},"count":' || cast(t.satisfied as varchar(20)) || '},' ||
       '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"not-satisfied"}]},"count":' || cast(t.not_satisfied as varchar(20)) || '},' ||
       '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"insufficient-data"}]},"count":' || cast(t.insufficient as varchar(20)) || '}]}]' ||
       case when list_size(t.resources) = 0 then '' else ',"evaluatedResource":[{"reference":"' || list_join(t.resources, '"},{"reference":"') || '"}]' end || '}' as line
from total as t
cross join run as r
