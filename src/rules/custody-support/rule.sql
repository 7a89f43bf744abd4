-- @name custody-support
-- @title Support of a member in matters of custody, or with the plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/perinatal_status as perinatal_status
-- @relatedDependency https://peerbridge.dev/fhir/Library/activity as activity
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_item as plan_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_goal as contact_goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_documentation as contact_documentation

with matter as (
  select reference, member, state, first_certain, last_certain from perinatal_status where topic = 'dcf' and certain and state in ('yes', 'no')
), given as (
  select m.reference, b.clause, b.reading, bool_or(a.certain and a.first_date >= m.first_certain and a.last_date <= m.last_certain) as sure
  from matter as m
  join activity as a on a.member = m.member and a.first_date <= m.last_certain and a.last_date >= m.first_certain
  join binding as b on list_has(b.activities, a.activity)
  where m.state = 'yes'
  group by m.reference, b.clause, b.reading
), aim as (
  select reference, reference as pursues from plan
  union
  select reference, goal as pursues from plan_item where goal is not null
), followed as (
  select p.reference, bool_or(g.certain and d.first_date >= p.first_certain) as sure
  from plan as p
  join aim as a on a.reference = p.reference
  join contact_goal as g on g.pursues = a.pursues
  join contact_documentation as d on d.reference = g.reference and d.member = p.member and d.last_date >= p.first_date
  where coalesce(g.engaged, true)
  group by p.reference
), claim as (
  select b.clause, b.reading, m.member, m.first_certain as start_date, m.last_certain as end_date, case when g.sure then 'support-recorded' when not g.sure then 'support-unknown' else 'support-missing' end as reason
  from matter as m
  cross join binding as b
  left join given as g on g.reference = m.reference and g.clause = b.clause and g.reading = b.reading
  where m.state = 'yes'
  union all
  select b.clause, b.reading, m.member, greatest(m.first_certain, p.first_certain) as start_date, least(m.last_certain, p.last_certain) as end_date,
         case when f.sure then 'support-recorded' when not f.sure then 'support-unknown' else 'support-missing' end as reason
  from matter as m
  join plan as p on p.member = m.member and p.certain
  join binding as b on list_has(b.categories, p.category)
  left join followed as f on f.reference = p.reference
  where m.state = 'no'
)
select clause, reading, member as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, cast(null as varchar(80)) as evidence
from claim
