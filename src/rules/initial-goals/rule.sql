-- @name initial-goals
-- @title First goals from the initial meeting
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/first_contact as first_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_contact as episode_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/goal as goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_goal as contact_goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with meeting as (
  select b.clause, b.reading, b.variant, b.service, b.modes, b.grace_days, e.reference as episode, e.member, e.provider, min(f.earliest_date) as first_date, min(f.certain_date) as certain_date
  from binding as b
  join first_contact as f on f.variant = b.variant and f.service = b.service and list_has(b.modes, f.mode)
  join episode as e on e.variant = f.variant and e.reference = f.episode
  group by b.clause, b.reading, b.variant, b.service, b.modes, b.grace_days, e.reference, e.member, e.provider
), possible_meeting as (
  select m.clause, m.reading, m.episode, m.certain_date, c.reference, c.first_date, c.last_date, bool_or(c.certain and c.modes = 1) as certain
  from meeting as m
  join episode_contact as c on c.variant = m.variant and c.service = m.service and c.episode = m.episode and list_has(m.modes, c.mode) and c.first_date <= m.certain_date
  group by m.clause, m.reading, m.episode, m.certain_date, c.reference, c.first_date, c.last_date
), candidate as (
  select m.clause, m.reading, m.episode, g.reference, g.first_date,
         g.first_certain <= add_days(m.first_date, m.grace_days) and g.last_certain >= m.certain_date and g.status not in ('proposed', 'unknown') as in_force
  from meeting as m
  join goal as g on g.member = m.member and g.first_date <= add_days(m.certain_date, m.grace_days) and g.last_date >= m.first_date
), link as (
  select distinct reference, pursues from contact_goal where coalesce(engaged, true)
), fit as (
  -- of that day, or taken up on it: on one day every contact is of the meeting
  select g.clause, g.reading, g.episode, g.reference, g.in_force,
         g.first_date >= least(m.last_date, m.certain_date) or not bool_or(l.reference is null) or m.first_date = m.last_date and bool_or(m.certain and l.reference is not null) as fits
  from candidate as g
  join possible_meeting as m on m.clause = g.clause and m.reading = g.reading and m.episode = g.episode
  left join link as l on l.reference = m.reference and l.pursues = g.reference
  group by g.clause, g.reading, g.episode, g.reference, g.in_force, g.first_date, m.certain_date, m.first_date, m.last_date
), judged as (
  -- on whichever of its possible days the meeting was
  select clause, reading, episode, reference, in_force and not bool_or(not fits) as sure from fit group by clause, reading, episode, reference, in_force
), claim as (
  select m.clause, m.reading, m.episode, m.provider, m.certain_date as start_date, date '9999-12-31' as end_date,
         case when c.sure then 'initial-goals-set' else 'initial-goals-undecided' end as reason, c.reference as evidence
  from meeting as m
  join judged as c on c.clause = m.clause and c.reading = m.reading and c.episode = m.episode
  union all
  select m.clause, m.reading, m.episode, m.provider, m.certain_date as start_date, date '9999-12-31' as end_date,
         case when r.as_of <= add_days(m.certain_date, m.grace_days) then 'initial-goals-not-yet-due' else 'no-initial-goals' end as reason, cast(null as varchar(80)) as evidence
  from meeting as m
  cross join run as r
  where m.certain_date is not null
  union all
  select m.clause, m.reading, m.episode, m.provider, m.first_date as start_date, coalesce(add_days(m.certain_date, -1), date '9999-12-31') as end_date,
         'initial-meeting-undecided' as reason, cast(null as varchar(80)) as evidence
  from meeting as m
  where m.first_date is distinct from m.certain_date
)
select clause, reading, episode as subject, provider, start_date, end_date, reason, evidence
from claim
