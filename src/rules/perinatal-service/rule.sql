-- @name perinatal-service
-- @title On which days what is asked for perinatal members applies
-- @relatedDependency https://peerbridge.dev/fhir/Library/perinatal_status as perinatal_status

with ending as (
  select member, reference, certain, first_date, first_certain, false as is_due from perinatal_status where topic = 'end'
  union all
  -- an expectation is no event; where a clause lets it serve, it serves only members of whom no end is recorded
  select p.member, p.reference, p.certain, p.first_date, p.first_certain, true as is_due
  from perinatal_status as p
  anti join (select member from perinatal_status where topic = 'end') as e on e.member = p.member
  where p.topic = 'due'
), after_end as (
  select b.clause, b.reading, e.member, e.reference, e.certain, e.first_date, e.first_certain,
         -- the last day that certainly is within the months, and the last that may be
         case when e.first_date = date '0001-01-01' then e.first_date else add_days(add_months(e.first_date, b.months), case when b.anniversary_included then 0 else -1 end) end as last_certain,
         case when e.first_certain = date '9999-12-31' then e.first_certain else add_days(add_months(e.first_certain, b.months), case when b.anniversary_included then 0 else -1 end) end as last_date
  from ending as e
  join binding as b on b.due_date_serves or not e.is_due
), status as (
  select b.clause, b.reading, p.member, p.reference, p.certain, p.topic, p.state, p.first_date, p.first_certain, p.last_certain, p.last_date
  from perinatal_status as p
  join binding as b on p.topic = 'pregnancy' or p.topic = 'parenting' and b.parenting
), applying as (
  select clause, reading, member, reference, first_certain as start_date, last_certain as end_date, 'applies' as reason
  from status
  where certain and state in ('pregnant', 'yes')
  union all
  select clause, reading, member, reference, first_certain as start_date, last_certain as end_date, 'applies' as reason
  from after_end
  where certain
  union all
  select clause, reading, member, reference, first_date as start_date, last_date as end_date, 'applicability-undecided' as reason
  from status
  where state in ('possible', 'unknown') or state in ('pregnant', 'yes') and (not certain or first_date <> first_certain or last_date <> last_certain)
  union all
  select clause, reading, member, reference, first_date as start_date, last_date as end_date, 'applicability-undecided' as reason
  from after_end
  where not certain or first_date <> first_certain
), quiet as (
  -- days on which the member certainly is not pregnant: by such a fact, or since a pregnancy ended, until the next fact that says otherwise
  select s.clause, s.reading, s.member, s.first_certain as start_date, s.last_certain as end_date from status as s where s.certain and s.state = 'not-pregnant'
  union all
  select a.clause, a.reading, a.member, a.first_certain as start_date,
         least(coalesce(min(add_days(s.first_date, -1)), date '9999-12-31'), coalesce(min(add_days(n.first_date, -1)), date '9999-12-31')) as end_date
  from after_end as a
  left join status as s on s.clause = a.clause and s.reading = a.reading and s.member = a.member and s.topic = 'pregnancy' and s.state <> 'not-pregnant' and s.last_date > a.first_certain
  left join after_end as n on n.clause = a.clause and n.reading = a.reading and n.member = a.member and n.first_date > a.first_certain
  where a.certain
  group by a.clause, a.reading, a.member, a.reference, a.first_certain
), past as (
  -- … and the months after each end are over
  select q.clause, q.reading, q.member, greatest(q.start_date, coalesce(max(add_days(a.last_date, 1)), q.start_date)) as start_date, q.end_date
  from quiet as q
  left join after_end as a on a.clause = q.clause and a.reading = q.reading and a.member = q.member and a.first_date <= q.end_date
  group by q.clause, q.reading, q.member, q.start_date, q.end_date
), outside as (
  select p.clause, p.reading, p.member, p.start_date, p.end_date from past as p join binding as b on b.clause = p.clause and b.reading = p.reading where not b.parenting
  union all
  select p.clause, p.reading, p.member, greatest(p.start_date, s.first_certain) as start_date, least(p.end_date, s.last_certain) as end_date
  from past as p
  join status as s on s.clause = p.clause and s.reading = p.reading and s.member = p.member and s.topic = 'parenting' and s.state = 'no' and s.certain
)
select clause, reading, member as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, reference as evidence
from applying
union all
select o.clause, o.reading, o.member as subject, cast(null as varchar(80)) as provider, o.start_date, o.end_date,
       case when b.outside_is = 'not-applicable' then 'does-not-bind' else 'outside' end as reason, cast(null as varchar(80)) as evidence
from outside as o
join binding as b on b.clause = o.clause and b.reading = o.reading
