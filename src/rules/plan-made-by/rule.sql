-- @name plan-made-by
-- @title Who made a plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_participant as plan_participant
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_item as plan_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/goal as goal

with voiced as (
  select i.reference, bool_and(coalesce(g.expressed_by = 'member', false)) as own
  from plan_item as i
  left join goal as g on g.reference = i.goal
  where i.source = 'goal'
  group by i.reference
), part as (
  select reference, bool_or(member) as member from plan_participant group by reference
), maker as (
  select distinct reference, provider from plan_participant where provider is not null
), held as (
  select b.clause, b.reading, b.with_provider, p.reference, p.member, coalesce(t.member, false) or b.own_goals_show_it and coalesce(v.own, false) as by_member,
         p.certain and p.category is not null as certain, p.first_date, p.first_certain, p.last_certain, p.last_date
  from plan as p
  join binding as b on p.category is null or list_has(b.categories, p.category)
  left join part as t on t.reference = p.reference
  left join voiced as v on v.reference = p.reference
)
select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_certain as start_date, last_certain as end_date, 'makers-shown' as reason, reference as evidence
from held
where certain and by_member and not with_provider
union all
select h.clause, h.reading, h.member as subject, m.provider, h.first_certain as start_date, h.last_certain as end_date, 'makers-shown' as reason, h.reference as evidence
from held as h
join maker as m on m.reference = h.reference
where h.certain and h.by_member and h.with_provider
union all
select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_date as start_date, last_date as end_date, 'makers-unstated' as reason, reference as evidence
from held
