-- @name stage_of_change
-- @title Stages of change that were recorded of members
-- @table
-- @columns reference text: Observation/id; member text; contact text or null: Encounter/id; stage text or null: code of stage-of-change, where it can be read; certain boolean: its status leaves no doubt; first_date, last_date date: the dates it may be of
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/observation as observation
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with told as (
  select 'Observation/' || o.id as reference, reference_key(o.subject) as member, reference_key(o.encounter) as contact, o.value_codes, coalesce(o.status, 'unknown') in ('final', 'amended', 'corrected') as certain,
         coalesce(o.effective, o.effective_instant, o.effective_start) as moment, first_local_date(coalesce(o.effective, o.effective_instant, o.effective_start), r.time_zone) as moment_date, r.as_of
  from observation as o
  cross join run as r
  where list_has(o.snomed, '134408007') and (o.status is null or o.status not in ('entered-in-error', 'cancelled'))
), known_stage as (
  select t.reference, case when min(k.target) = max(k.target) then min(k.target) end as stage
  from told as t
  cross join lateral rows_of(t.value_codes) as u
  join crosswalk as k on k.map = 'stage-of-change' and k.code = u.item
  group by t.reference
)
select t.reference, t.member, t.contact, k.stage, t.certain, coalesce(t.moment_date, date '0001-01-01') as first_date, coalesce(last_local_date(t.moment, t.moment_date), date '9999-12-31') as last_date
from told as t
left join known_stage as k on k.reference = t.reference
where coalesce(t.moment_date, date '0001-01-01') <= t.as_of
