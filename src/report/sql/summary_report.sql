-- @name summary_report
-- @title Summary MeasureReports (FHIR R4): for each specification one of each provider, its workers the strata, and one of all, the organizations its strata; a group for each clause, the case rate among them
-- @table
-- @columns specification text; provider text or null: none is named; of_all boolean; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_answer as clause_answer
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_total as clause_total
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_report as clause_report
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

-- Every text that is put in is a date, a code of ours, or a Type/id of letters, digits, dots and hyphens: nothing to escape.
with total as (
  select specification, clause, subject, coalesce(provider, '') as provider, satisfied, not_satisfied, insufficient, not_applicable from clause_total
), cell as (
  -- stratum: empty of the clause as a whole
  select specification, provider as scope, clause, '' as stratum, satisfied, not_satisfied, insufficient, not_applicable from total
  union all
  select specification, provider as scope, clause, subject as stratum, satisfied, not_satisfied, insufficient, not_applicable from total where subject like 'Practitioner/%'
  union all
  select specification, 'all' as scope, clause, '' as stratum, satisfied, not_satisfied, insufficient, not_applicable from total
  union all
  select specification, 'all' as scope, clause, case when provider = '' then 'unknown' else provider end as stratum, satisfied, not_satisfied, insufficient, not_applicable from total
), summed as (
  select specification, scope, clause, stratum, sum(satisfied) as satisfied, sum(not_satisfied) as not_satisfied, sum(insufficient) as insufficient, sum(not_applicable) as not_applicable
  from cell
  group by specification, scope, clause, stratum
), counted as (
  select specification, scope, clause, stratum, '"population":[' ||
         '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"satisfied"}]},"count":' || cast(satisfied as varchar(20)) || '},' ||
         '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"not-satisfied"}]},"count":' || cast(not_satisfied as varchar(20)) || '},' ||
         '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"insufficient-data"}]},"count":' || cast(insufficient as varchar(20)) || '},' ||
         '{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/CodeSystem/outcome","code":"not-applicable"}]},"count":' || cast(not_applicable as varchar(20)) || '}]' as population
  from summed
), strata as (
  select specification, scope, clause,
         ',"stratifier":[{"code":[{"text":"' || case when scope = 'all' then 'organization' else 'worker' end || '"}],"stratum":[' ||
         list_join(list_sorted(array_agg('{"value":{"text":"' || stratum || '"},' || population || '}')), ',') || ']}]' as stratifier
  from counted
  where stratum <> ''
  group by specification, scope, clause
), report as (
  select c.specification, c.scope,
         list_join(list_sorted(array_agg('{"code":{"coding":[{"system":"https://peerbridge.dev/fhir/clauses","code":"' || c.clause || '"}]},' || c.population || coalesce(s.stratifier, '') || '}')), ',') as groups
  from counted as c
  left join strata as s on s.specification = c.specification and s.scope = c.scope and s.clause = c.clause
  where c.stratum = ''
  group by c.specification, c.scope
), resource as (
  -- of a person its own report, of what can have none its evidence; of all the summaries
  select distinct specification, coalesce(provider, '') as scope, 'MeasureReport/' || stable_id(specification || ' ' || member || ' ' || coalesce(provider, '')) as reference from case_rate
  union all
  select specification, coalesce(provider, '') as scope, 'MeasureReport/' || id as reference from clause_report
  union
  select a.specification, coalesce(a.provider, '') as scope, u.item as reference
  from clause_answer as a
  cross join lateral rows_of(a.evidence) as u
  where a.kind = 'rule' and a.subject not like 'Patient/%' and a.subject not like 'Practitioner/%'
  union
  select specification, 'all' as scope, 'MeasureReport/' || stable_id(specification || ' summary ' || scope) as reference from report where scope <> 'all'
), evaluated as (
  select specification, scope, list_sorted(array_agg(reference)) as resources from resource group by specification, scope
), identified as (
  select p.specification, p.scope, p.groups, e.resources
  from report as p
  left join evaluated as e on e.specification = p.specification and e.scope = p.scope
)
select i.specification, case when i.scope not in ('', 'all') then i.scope end as provider, i.scope = 'all' as of_all,
       '{"resourceType":"MeasureReport","id":"' || stable_id(i.specification || ' summary ' || i.scope) || '","status":"complete","type":"summary",' ||
       '"measure":"https://peerbridge.dev/fhir/Measure/' || i.specification || '-clauses",' ||
       case when i.scope in ('', 'all') then '' else '"reporter":{"reference":"' || i.scope || '"},' end ||
       '"period":{"start":"' || cast(r.from_date as varchar(10)) || '","end":"' || cast(r.to_date as varchar(10)) || '"},"group":[' || i.groups || ']' ||
       case when list_size(i.resources) = 0 then '' else ',"evaluatedResource":[{"reference":"' || list_join(i.resources, '"},{"reference":"') || '"}]' end || '}' as line
from identified as i
cross join run as r
