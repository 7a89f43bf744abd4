-- @name specification_day
-- @title On which days a specification applies to a member whom some Coverage assigns: those that it covers, and those that none covers
-- @table
-- @columns specification, member text; start_date, end_date date, inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/coverage_specification as coverage_specification
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with point as (
  select member, first_date as date from coverage_specification where first_date <= last_date
  union
  select member, add_days(last_date, 1) as date from coverage_specification where first_date <= last_date and last_date < date '9999-12-31'
  union
  select member, date '0001-01-01' as date from coverage_specification
), stretch as (
  select member, date as start_date, coalesce(add_days(lead(date) over (partition by member order by date), -1), date '9999-12-31') as end_date from point
), assigned as (
  select distinct s.member, s.start_date, c.specification
  from stretch as s
  join coverage_specification as c on c.member = s.member and c.first_date <= s.start_date and c.last_date >= s.start_date
)
select p.specification, s.member, s.start_date, s.end_date
from stretch as s
cross join (select distinct specification from specification_service) as p
where exists (select 1 from assigned as a where a.member = s.member and a.start_date = s.start_date and a.specification = p.specification)
   or not exists (select 1 from assigned as a where a.member = s.member and a.start_date = s.start_date)
