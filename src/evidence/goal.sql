-- @name goal
-- @title Goals of members
-- @table
-- @columns reference text: Goal/id; member text; status text: lifecycle status, unknown where it says none; expressed_by text: member | other | unknown; domains text[];
--   first_date, first_certain, last_certain, last_date date: possible and certain days from its start to when it was completed or given up, both inclusive (no start: any day)
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/goal_record as goal_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'Goal/' || g.id as reference, reference_key(g.subject) as member, coalesce(g.status, 'unknown') as status, reference_key(g.expressed_by) as expressed_by, g.domains,
         -- with no start of its own it had one by the day of its status
         g.start_date as start_text, g.status_date as status_text, coalesce(g.status in ('completed', 'cancelled'), false) as ended,
         first_local_date(g.start_date, r.time_zone) as start_day, first_local_date(g.status_date, r.time_zone) as status_day, r.as_of
  from goal_record as g
  cross join run as r
  where g.status is null or g.status not in ('entered-in-error', 'rejected')
)
select reference, member, status, case when expressed_by is null then 'unknown' when expressed_by = member then 'member' else 'other' end as expressed_by, domains,
       coalesce(start_day, date '0001-01-01') as first_date, coalesce(last_local_date(start_text, start_day), last_local_date(status_text, status_day), date '9999-12-31') as first_certain,
       case when ended then coalesce(status_day, date '0001-01-01') else date '9999-12-31' end as last_certain,
       case when ended then coalesce(last_local_date(status_text, status_day), date '9999-12-31') else date '9999-12-31' end as last_date
from dated
where coalesce(start_day, date '0001-01-01') <= as_of
