-- @name survey
-- @title Satisfaction surveys that were answered, outcome measures that were taken or reported
-- @table
-- @columns reference text: QuestionnaireResponse/id, MeasureReport/id or Observation/id; kind text or null: satisfaction | outcome, where its questionnaire or measure is known; member text or null: about whom it is; provider text or null: who reports it;
--   certain boolean: its status leaves no doubt; first_date, last_date date: the dates it may have been made on
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/questionnaire_response as questionnaire_response
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/measure_report as measure_report
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/observation as observation
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with made_by as (
  select 'QuestionnaireResponse/' || id as reference, questionnaire as canonical from questionnaire_response
  union all
  select 'MeasureReport/' || id as reference, measure as canonical from measure_report
), known_kind as (
  -- a canonical may name a version; the few canonicals of the map are compared with each
  select distinct m.reference, k.target as kind
  from made_by as m
  join crosswalk as k on k.map = 'survey-kind'
  where m.canonical = k.code or m.canonical like k.code || '|%'
), answered as (
  select 'QuestionnaireResponse/' || q.id as reference, reference_key(q.subject) as subject, reference_key(q.author) as author, q.authored as moment, coalesce(q.status, 'unknown') in ('completed', 'amended') as certain
  from questionnaire_response as q
  where q.status is null or q.status not in ('entered-in-error', 'stopped')
  union all
  select 'MeasureReport/' || m.id as reference, reference_key(m.subject) as subject, reference_key(m.reporter) as author, coalesce(m.reported, m.period_end) as moment, coalesce(m.status, 'unknown') = 'complete' as certain
  from measure_report as m
  -- the case rate that PeerBridge itself reported measures no outcome
  where m.status is distinct from 'error' and coalesce(m.measure not like 'https://peerbridge.dev/fhir/Measure/%', true)
  union all
  -- US Core: answers and scores of any questionnaire, of an outcome measure or of another
  select 'Observation/' || o.id as reference, reference_key(o.subject) as subject, null as author, coalesce(o.effective, o.effective_instant, o.effective_start) as moment,
         coalesce(o.status, 'unknown') in ('final', 'amended', 'corrected') as certain
  from observation as o
  where o.is_survey and not list_has(o.snomed, '134408007') and (o.status is null or o.status not in ('entered-in-error', 'cancelled'))
), dated as (
  select a.*, first_local_date(a.moment, r.time_zone) as moment_date, r.as_of from answered as a cross join run as r
)
select d.reference, k.kind, case when d.subject like 'Patient/%' then d.subject end as member,
       coalesce(case when d.author like 'Organization/%' then d.author end, reference_key(p.organization)) as provider, d.certain,
       coalesce(d.moment_date, date '0001-01-01') as first_date, coalesce(last_local_date(d.moment, d.moment_date), date '9999-12-31') as last_date
from dated as d
left join known_kind as k on k.reference = d.reference
left join practitioner_role as p on 'PractitionerRole/' || p.id = d.author
where coalesce(d.moment_date, date '0001-01-01') <= d.as_of
