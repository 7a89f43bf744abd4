-- @name custody-support
-- @title Support of a member in matters of custody, or with the plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/perinatal_status as perinatal_status
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/activity as activity
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_item as plan_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_goal as contact_goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact

with served as (
  select b.clause, b.reading, b.activities, b.categories, e.variant, e.service, e.reference as episode, e.member, e.provider
  from binding as b
  join episode as e on e.variant = b.variant and e.service = b.service
), matter as (
  select s.clause, s.reading, s.activities, s.categories, s.variant, s.service, s.episode, s.member, s.provider, p.reference, p.state, p.first_certain, p.last_certain
  from served as s
  join perinatal_status as p on p.member = s.member
  where p.topic = 'dcf' and p.certain and p.state in ('yes', 'no')
), given as (
  -- the provider and service of a worker who isn't named may be any
  select m.clause, m.reading, m.episode, m.reference,
         bool_or(a.certain and a.first_date >= m.first_certain and a.last_date <= m.last_certain and coalesce(a.provider = m.provider and a.service = m.service, false)) as sure
  from matter as m
  join activity as a on a.member = m.member and a.first_date <= m.last_certain and a.last_date >= m.first_certain
  where m.state = 'yes' and list_has(m.activities, a.activity) and coalesce(a.provider = m.provider, true) and coalesce(a.service = m.service, true)
  group by m.clause, m.reading, m.episode, m.reference
), aim as (
  select reference, reference as pursues from plan
  union
  select reference, goal as pursues from plan_item where goal is not null
), held as (
  -- who didn't take part was not helped with the plan
  select variant, service, member, provider, reference, first_date, last_date, certain and not bool_or(engaged <> 'yes') as certain
  from contact
  group by variant, service, member, provider, reference, first_date, last_date, certain
  having bool_or(engaged <> 'no')
), followed as (
  select s.clause, s.reading, s.episode, p.reference, bool_or(c.certain and c.first_date >= p.first_certain and coalesce(c.provider = s.provider, false)) as sure
  from served as s
  join held as c on c.variant = s.variant and c.service = s.service and c.member = s.member
  join contact_goal as g on g.reference = c.reference
  join aim as a on a.pursues = g.pursues
  join plan as p on p.reference = a.reference and p.member = s.member and p.first_date <= c.last_date
  where coalesce(c.provider = s.provider, true)
  group by s.clause, s.reading, s.episode, p.reference
), claim as (
  select m.clause, m.reading, m.episode, m.provider, m.first_certain as start_date, m.last_certain as end_date, g.sure
  from matter as m
  left join given as g on g.clause = m.clause and g.reading = m.reading and g.episode = m.episode and g.reference = m.reference
  where m.state = 'yes'
  union all
  select m.clause, m.reading, m.episode, m.provider, greatest(m.first_certain, p.first_certain) as start_date, least(m.last_certain, p.last_certain) as end_date, f.sure
  from matter as m
  join plan as p on p.member = m.member
  left join followed as f on f.clause = m.clause and f.reading = m.reading and f.episode = m.episode and f.reference = p.reference
  where m.state = 'no' and p.certain and list_has(m.categories, p.category)
)
select clause, reading, episode as subject, provider, start_date, end_date, case when sure then 'support-recorded' when not sure then 'support-unknown' else 'support-missing' end as reason,
       cast(null as varchar(80)) as evidence
from claim
