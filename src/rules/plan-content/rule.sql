-- @name plan-content
-- @title What a plan has in it
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_item as plan_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/goal as goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/discharge as discharge
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode

with held as (
  select b.clause, b.reading, b.service, b.sources, b.domains, b.due, p.reference, p.member, p.certain and p.category is not null as certain, p.first_date, p.first_certain, p.last_certain, p.last_date
  from plan as p
  join binding as b on p.category is null or list_has(b.categories, p.category)
), item as (
  select i.reference, i.source, i.domain, i.source = 'goal' and g.reference is null as lost
  from plan_item as i
  left join (select distinct reference from goal) as g on g.reference = i.goal
  where coalesce(i.status, 'unknown') not in ('cancelled', 'stopped', 'rejected')
), content as (
  select h.clause, h.reading, h.reference, bool_or(not i.lost and (h.domains is null or i.domain is not null)) as present
  from held as h
  join item as i on i.reference = h.reference and list_has(h.sources, i.source)
  -- a goal needs no domain; a code that no table knows may be of any
  where h.domains is null or i.domain is null and i.source <> 'goal' or list_has(h.domains, i.domain)
  group by h.clause, h.reading, h.reference
), judged as (
  select h.*, case when c.present then 'content-present' when not c.present then 'content-unreadable' when h.due = 'always' then 'content-missing' else 'content-not-yet-due' end as reason
  from held as h
  left join content as c on c.clause = h.clause and c.reading = h.reading and c.reference = h.reference
), gap as (
  -- days of which no plan is known: before the first one, and from the end of one to the next that reaches beyond it
  select clause, reading, member, date '0001-01-01' as start_date, add_days(min(first_certain), -1) as end_date
  from held
  where certain
  group by clause, reading, member
  having min(first_certain) > date '0001-01-01'
  union all
  select h.clause, h.reading, h.member, add_days(h.last_certain, 1) as start_date, coalesce(min(add_days(n.first_certain, -1)), date '9999-12-31') as end_date
  from held as h
  left join (select clause, reading, member, first_certain, last_certain from held where certain) as n
    on n.clause = h.clause and n.reading = h.reading and n.member = h.member and n.last_certain > h.last_certain
  where h.certain and h.last_certain < date '9999-12-31'
  group by h.clause, h.reading, h.member, h.reference, h.last_certain
)
select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_certain as start_date, last_certain as end_date, reason, reference as evidence
from judged as j
where certain and reason <> 'content-not-yet-due'
union all
select j.clause, j.reading, e.reference as subject, e.provider, greatest(j.first_certain, e.first_date) as start_date, least(j.last_certain, e.last_date) as end_date,
       case when d.reference is null then 'content-not-yet-due' else 'content-missing' end as reason, j.reference as evidence
from judged as j
join binding as b on b.clause = j.clause and b.reading = j.reading
join episode as e on e.variant = b.variant and e.service = b.service and e.member = j.member
left join (select distinct reference from discharge) as d on d.reference = e.reference
where j.certain and j.reason = 'content-not-yet-due'
union all
select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_date as start_date, last_date as end_date, 'content-unreadable' as reason, reference as evidence
from judged
where not certain or first_date <> first_certain or last_date <> last_certain
union all
select b.clause, b.reading, e.reference as subject, e.provider, e.first_date as start_date, e.last_date as end_date, 'no-plan-known' as reason, cast(null as varchar(80)) as evidence
from binding as b
join episode as e on e.variant = b.variant and e.service = b.service
anti join (select distinct clause, reading, member from held where certain) as h on h.clause = b.clause and h.reading = b.reading and h.member = e.member
where b.without_plan = 'insufficient-data'
union all
select b.clause, b.reading, g.member as subject, cast(null as varchar(80)) as provider, g.start_date, g.end_date, 'no-plan-known' as reason, cast(null as varchar(80)) as evidence
from binding as b
join gap as g on g.clause = b.clause and g.reading = b.reading
where b.without_plan = 'insufficient-data'
