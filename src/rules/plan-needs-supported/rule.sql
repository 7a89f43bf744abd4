-- @name plan-needs-supported
-- @title Needs that a plan identifies are supported
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_item as plan_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_goal as contact_goal

with held as (
  select b.clause, b.reading, b.all_of_domains, p.reference, p.member, p.certain and p.category is not null as certain, p.first_date, p.first_certain, p.last_certain, p.last_date
  from plan as p
  join binding as b on p.category is null or list_has(b.categories, p.category)
), support as (
  select i.reference, i.domain, true as certain
  from plan_item as i
  where i.source = 'activity' and coalesce(i.status, 'unknown') not in ('cancelled', 'stopped')
  union
  -- who didn't take part was supported in nothing; work without the member supports too
  select i.reference, i.domain, g.certain
  from plan_item as i
  join plan as p on p.reference = i.reference
  join contact_goal as g on g.pursues = i.goal and g.member = p.member
  where coalesce(g.engaged, true)
), supported as (
  select reference, domain, bool_or(certain) as certain from support where domain is not null group by reference, domain
), unreadable_support as (
  select distinct reference from support where domain is null
), need as (
  select h.clause, h.reading, h.reference, i.domain from held as h join plan_item as i on i.reference = h.reference where i.source = 'identified'
  union
  -- what the plan does something about, it identifies
  select h.clause, h.reading, h.reference, s.domain from held as h join supported as s on s.reference = h.reference
  union
  select h.clause, h.reading, h.reference, u.item as domain from held as h cross join lateral rows_of(h.all_of_domains) as u
), met as (
  -- support that can't be read may be of any need, as a need that can't be read may be any
  select n.clause, n.reading, n.reference, bool_or(n.domain is not null and s.domain is null and o.reference is null) as lacking,
         bool_or(n.domain is null or s.domain is null or not s.certain) as undecided
  from need as n
  left join supported as s on s.reference = n.reference and s.domain = n.domain
  left join unreadable_support as o on o.reference = n.reference
  group by n.clause, n.reading, n.reference
), judged as (
  select h.*, case when m.reference is null then 'no-needs-identified' when m.lacking then 'need-unsupported' when m.undecided then 'needs-undecided' else 'needs-supported' end as reason
  from held as h
  left join met as m on m.clause = h.clause and m.reading = h.reading and m.reference = h.reference
)
select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_certain as start_date, last_certain as end_date, reason, reference as evidence
from judged
where certain
union all
select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_date as start_date, last_date as end_date, 'needs-undecided' as reason, reference as evidence
from judged
where not certain or first_date <> first_certain or last_date <> last_certain
