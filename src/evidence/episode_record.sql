-- @name episode_record
-- @title Episodes as recorded, whatever their status
-- @table
-- @columns reference text; member text; service text; provider text or null; status text;
--   first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive; first_date null: no start; ended boolean: it has an end
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'EpisodeOfCare/' || e.id as reference, reference_key(e.patient) as member, u.item as service, reference_key(e.provider) as provider,
         e.status, e.period_start, e.period_end,
         first_local_date(e.period_start, r.time_zone) as start_date, first_local_date(e.period_end, r.time_zone) as end_date
  from episode_of_care as e
  cross join run as r
  cross join lateral rows_of(e.services) as u
)
select distinct reference, member, service, provider, status,
       start_date as first_date, last_local_date(period_start, start_date) as first_certain,
       -- an end that is no date is an end all the same: unknown from the start on
       case when period_end is null then date '9999-12-31' else coalesce(end_date, date '0001-01-01') end as last_certain,
       case when period_end is null then date '9999-12-31' else coalesce(last_local_date(period_end, end_date), date '9999-12-31') end as last_date,
       period_end is not null as ended
from dated
