-- @name plan
-- @title Wellness plans, Plans of Safe Care and Family Action Plans
-- @table
-- @columns reference text: CarePlan/id; member text; category text or null: code of plan-category, where it can be read; status text: draft | active | on-hold | revoked | completed | unknown;
--   certain boolean: its status leaves no doubt that it is or was a plan in use; first_date, first_certain, last_certain, last_date date: possible and certain days from its start (else its creation) to its end, both inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan as care_plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'CarePlan/' || p.id as reference, reference_key(p.subject) as member, p.categories, coalesce(p.status, 'unknown') as status, coalesce(p.period_start, p.created) as start_text, p.period_end,
         first_local_date(coalesce(p.period_start, p.created), r.time_zone) as start_date, first_local_date(p.period_end, r.time_zone) as end_date, r.as_of
  from care_plan as p
  cross join run as r
  where p.status is distinct from 'entered-in-error'
), known_category as (
  select distinct d.reference, k.target as category
  from dated as d
  cross join lateral rows_of(d.categories) as u
  join crosswalk as k on k.map = 'plan-category' and k.code = u.item
)
select d.reference, d.member, k.category, d.status, d.status in ('active', 'completed', 'on-hold') as certain,
       coalesce(d.start_date, date '0001-01-01') as first_date, coalesce(last_local_date(d.start_text, d.start_date), date '9999-12-31') as first_certain,
       case when d.period_end is null then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
left join known_category as k on k.reference = d.reference
where coalesce(d.start_date, date '0001-01-01') <= d.as_of
