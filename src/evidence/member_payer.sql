-- @name member_payer
-- @title Who pays for a member, from when to when
-- @table
-- @columns reference text: Coverage/id; member text; payer text: Organization/id; first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/coverage as coverage
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'Coverage/' || c.id as reference, reference_key(c.beneficiary) as member, reference_key(u.item) as payer, c.status, c.period_start, c.period_end,
         first_local_date(c.period_start, r.time_zone) as start_date, first_local_date(c.period_end, r.time_zone) as end_date
  from coverage as c
  cross join run as r
  cross join lateral rows_of(c.payors) as u
  where c.status is null or c.status in ('active', 'cancelled')   -- a cancelled one was in force until its end
)
select reference, member, payer, coalesce(start_date, date '0001-01-01') as first_date,
       case when period_start is null then date '0001-01-01' else coalesce(last_local_date(period_start, start_date), date '9999-12-31') end as first_certain,
       case when period_end is null and coalesce(status, '') <> 'cancelled' then date '9999-12-31' else coalesce(end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(period_end, end_date), date '9999-12-31') as last_date
from dated
where payer is not null
