-- @name clause_report
-- @title One MeasureReport (FHIR R4) for each specification, member or worker, and provider: a group for each clause with its days by outcome, and the evidence of all of them
-- @table
-- @columns specification, subject text; provider text or null; id text; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_answer as clause_answer
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_total as clause_total
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

-- R4 lets a report be about a person, not about an organization, an incident or an agreement: those are in the summary of their provider.
-- Every text that is put in is a date, a code of ours, or a Type/id of letters, digits, dots and hyphens: nothing to escape.
with total as (
  select specification, clause, subject, coalesce(provider, '') as provider, satisfied, not_satisfied, insufficient, not_applicable
  from clause_total
  where kind <> 'rate' and (subject like 'Patient/%' or subject like 'Practitioner/%')
), clause_group as (
  select specification, clause, subject, provider,
         '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/clauses","code":"' || clause || '"}]},"population":[' ||
         case when satisfied = 0 then '' else '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"satisfied"}]},"count":' || cast(satisfied as varchar(20)) || '}' end ||
         case when not_satisfied = 0 then '' else case when satisfied > 0 then ',' else '' end || '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"not-satisfied"}]},"count":' || cast(not_satisfied as varchar(20)) || '}' end ||
         case when insufficient = 0 then '' else case when satisfied + not_satisfied > 0 then ',' else '' end || '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"insufficient-data"}]},"count":' || cast(insufficient as varchar(20)) || '}' end ||
         case when not_applicable = 0 then '' else case when satisfied + not_satisfied + insufficient > 0 then ',' else '' end || '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"not-applicable"}]},"count":' || cast(not_applicable as varchar(20)) || '}' end ||
         ']}' as line
  from total
), report as (
  select specification, subject, provider, list_join(list_sorted(array_agg(line)), ',') as groups from clause_group group by specification, subject, provider
), evaluated as (
  select specification, subject, coalesce(provider, '') as provider, list_sorted(distinct_items(list_flat(array_agg(evidence)))) as resources
  from clause_answer
  where kind = 'rule' and list_size(evidence) > 0
  group by specification, subject, coalesce(provider, '')
), identified as (
  select r.specification, r.subject, r.provider, stable_id(r.specification || ' clauses ' || r.subject || ' ' || r.provider) as id, r.groups, e.resources
  from report as r
  left join evaluated as e on e.specification = r.specification and e.subject = r.subject and e.provider = r.provider
)
select i.specification, i.subject, nullif(i.provider, '') as provider, i.id,
       '{"resourceType":"MeasureReport","id":"' || i.id || '","status":"complete","type":"individual",' ||
       '"measure":"https://peerbridge.dev/fhir/Measure/' || i.specification || '-clauses","subject":{"reference":"' || i.subject || '"},' ||
       case when i.provider = '' then '' else '"reporter":{"reference":"' || i.provider || '"},' end ||
       '"period":{"start":"' || cast(r.from_date as varchar(10)) || '","end":"' || cast(r.to_date as varchar(10)) || '"},"group":[' || i.groups || ']' ||
       case when list_size(i.resources) = 0 then '' else ',"evaluatedResource":[{"reference":"' || list_join(i.resources, '"},{"reference":"') || '"}]' end || '}' as line
from identified as i
cross join run as r
