-- @name trainings-together
-- @title Several trainings, all completed by the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification

with recorded as (
  select b.clause, b.reading, list_size(b.trainings) as needed, q.worker, q.reference, q.code, q.attested, q.standing, q.first_date, q.first_certain, q.last_certain, q.last_date
  from qualification as q
  join binding as b on list_has(b.trainings, q.code)
), completed as (
  select clause, reading, needed, worker, reference, code, standing = 'good' as certain, first_date, first_certain, last_certain, last_date
  from recorded
  where attested and standing in ('good', 'unknown')
), point as (
  -- where what is completed may change
  select clause, reading, needed, worker, first_date as date from completed
  union
  select clause, reading, needed, worker, first_certain as date from completed
  union
  select clause, reading, needed, worker, add_days(last_certain, 1) as date from completed where last_certain < date '9999-12-31'
  union
  select clause, reading, needed, worker, add_days(last_date, 1) as date from completed where last_date < date '9999-12-31'
), stretch as (
  select clause, reading, needed, worker, date as start_date,
         coalesce(add_days(lead(date) over (partition by clause, reading, worker order by date), -1), date '9999-12-31') as end_date
  from point
), counted as (
  select s.clause, s.reading, s.needed, s.worker, s.start_date, s.end_date,
         count(distinct c.code) as possible, count(distinct case when c.certain and c.first_certain <= s.start_date and c.last_certain >= s.end_date then c.code end) as certain
  from stretch as s
  join completed as c on c.clause = s.clause and c.reading = s.reading and c.worker = s.worker and c.first_date <= s.start_date and c.last_date >= s.end_date
  group by s.clause, s.reading, s.needed, s.worker, s.start_date, s.end_date
), claim as (
  select clause, reading, worker, start_date, end_date,
         case when certain = needed then 'trainings-completed' when possible = needed then 'trainings-undecided' else 'training-missing' end as reason
  from counted
  union all
  select clause, reading, worker, first_date as start_date, last_date as end_date, 'training-denied' as reason
  from recorded
  where not attested or standing = 'withdrawn'
  union all
  select b.clause, b.reading, q.worker, q.first_certain as start_date, q.last_certain as end_date, 'credential-held' as reason
  from qualification as q
  join binding as b on list_has(b.not_beside, q.code)
  where q.attested and q.standing = 'good'
)
select clause, reading, worker as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, worker as evidence
from claim
