-- @name qualified-for-members
-- @title A qualification of workers, while they serve a member for whom it is asked
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_worker as contact_worker
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/verdict as verdict

with seen as (
  -- the dates for which a contact puts a member on the caseload, certainly and perhaps
  select b.clause, b.reading, b.members, c.worker, c.provider, c.member, c.certain, c.first_date, c.last_date as first_certain,
         case when c.first_date = date '0001-01-01' then c.first_date else add_days(c.first_date, b.window_days - 1) end as last_certain,
         case when c.last_date = date '9999-12-31' then c.last_date else add_days(c.last_date, b.window_days - 1) end as last_date
  from contact_worker as c
  join binding as b on b.service = coalesce(c.service, b.service)
  where c.worker is not null and not b.of_all_workers
), serving as (
  select s.clause, s.reading, s.worker, s.provider, true as certain, greatest(s.first_certain, v.start_date) as start_date, least(s.last_certain, v.end_date) as end_date
  from seen as s
  join verdict as v on v.clause = s.members and v.member = s.member and v.provider = s.provider
  where s.certain and v.outcome = 'satisfied'
  union
  -- a contact for a provider that isn't known, or a member whose provider isn't, may belong together
  select s.clause, s.reading, s.worker, coalesce(s.provider, v.provider) as provider, false as certain, greatest(s.first_date, v.start_date) as start_date, least(s.last_date, v.end_date) as end_date
  from seen as s
  join verdict as v on v.clause = s.members and v.member = s.member
  where coalesce(v.provider = s.provider, true)
    and (v.outcome = 'insufficient-data' or v.outcome = 'satisfied' and (not s.certain or s.first_date <> s.first_certain or s.provider is null or v.provider is null))
  union
  select b.clause, b.reading, e.worker, e.provider, true as certain, date '0001-01-01' as start_date, date '9999-12-31' as end_date
  from employment as e
  join binding as b on b.service = e.service
  where e.worker is not null and b.of_all_workers
), held as (
  select b.clause, b.reading, q.worker, q.reference, q.attested, q.standing, q.first_date, q.first_certain, q.last_certain, q.last_date
  from qualification as q
  join binding as b on list_has(b.qualifications, q.code)
), fact as (
  select clause, reading, worker, reference, first_certain as start_date, last_certain as end_date, 'qualified' as reason
  from held
  where attested and standing = 'good'
  union all
  select clause, reading, worker, reference, first_date as start_date, last_date as end_date, 'qualification-undecided' as reason
  from held
  where attested and standing in ('good', 'unknown')
  union all
  select clause, reading, worker, reference, add_days(last_date, 1) as start_date, date '9999-12-31' as end_date, 'qualification-denied' as reason
  from held
  where attested and standing in ('good', 'unknown') and last_date < date '9999-12-31'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as reference, date '0001-01-01' as start_date, add_days(min(first_date), -1) as end_date, 'no-qualification' as reason
  from held
  group by clause, reading, worker
  having min(first_date) > date '0001-01-01'
  union all
  select clause, reading, worker, reference, first_date as start_date, date '9999-12-31' as end_date, 'qualification-denied' as reason
  from held
  where not attested or standing = 'withdrawn'
), certainly as (
  -- up to where the days before are covered by what begins earlier
  select clause, reading, worker, provider, start_date, end_date,
         max(end_date) over (partition by clause, reading, worker, provider order by start_date, end_date rows between unbounded preceding and 1 preceding) as covered
  from serving
  where certain and start_date <= end_date
), free as (
  -- days on which the worker is not known to serve such a member: between those on which that is known, and after them
  select clause, reading, worker, provider, coalesce(add_days(covered, 1), date '0001-01-01') as start_date, add_days(start_date, -1) as end_date
  from certainly
  where start_date > coalesce(add_days(covered, 1), date '0001-01-01')
  union all
  select clause, reading, worker, provider, add_days(max(end_date), 1) as start_date, date '9999-12-31' as end_date
  from certainly
  group by clause, reading, worker, provider
  having max(end_date) < date '9999-12-31'
  union all
  select p.clause, p.reading, p.worker, p.provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date
  from (select distinct clause, reading, worker, provider from serving where not certain) as p
  anti join certainly as c on c.clause = p.clause and c.reading = p.reading and c.worker = p.worker and c.provider is not distinct from p.provider
), claim as (
  select s.clause, s.reading, s.worker, s.provider, f.reference, greatest(s.start_date, f.start_date) as start_date, least(s.end_date, f.end_date) as end_date, f.reason
  from serving as s
  join fact as f on f.clause = s.clause and f.reading = s.reading and f.worker = s.worker
  where s.certain or f.reason = 'qualified'
  union all
  -- where another member is certainly served, that decides
  select s.clause, s.reading, s.worker, s.provider, cast(null as varchar(80)) as reference, greatest(s.start_date, f.start_date) as start_date, least(s.end_date, f.end_date) as end_date,
         'caseload-undecided' as reason
  from serving as s
  join free as f on f.clause = s.clause and f.reading = s.reading and f.worker = s.worker and f.provider is not distinct from s.provider and f.start_date <= s.end_date and f.end_date >= s.start_date
  where not s.certain
  union all
  -- without any record of it nothing is known
  select s.clause, s.reading, s.worker, s.provider, cast(null as varchar(80)) as reference, s.start_date, s.end_date, 'no-qualification' as reason
  from serving as s
  anti join held as h on h.clause = s.clause and h.reading = s.reading and h.worker = s.worker
  where s.certain
)
select clause, reading, worker as subject, provider, start_date, end_date, reason, reference as evidence
from claim
