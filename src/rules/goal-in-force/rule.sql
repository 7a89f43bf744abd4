-- @name goal-in-force
-- @title A goal that the member is working on
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/first_contact as first_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/goal as goal

with meeting as (
  select b.clause, b.reading, e.reference as episode, e.provider, min(f.earliest_date) as first_date, min(f.certain_date) as certain_date
  from binding as b
  join first_contact as f on f.variant = b.variant and f.service = b.service and list_has(b.modes, f.mode)
  join episode as e on e.variant = f.variant and e.reference = f.episode
  group by b.clause, b.reading, e.reference, e.provider
)
select b.clause, b.reading, g.member as subject, cast(null as varchar(80)) as provider, g.first_certain as start_date, g.last_certain as end_date, 'goal-in-force' as reason, g.reference as evidence
from binding as b
cross join goal as g
where g.status not in ('proposed', 'unknown')
union all
select b.clause, b.reading, g.member as subject, cast(null as varchar(80)) as provider, g.first_date as start_date, g.last_date as end_date, 'goal-undecided' as reason, g.reference as evidence
from binding as b
cross join goal as g
where g.status in ('proposed', 'unknown') or g.first_date <> g.first_certain or g.last_date <> g.last_certain
union all
select clause, reading, episode as subject, provider, certain_date as start_date, date '9999-12-31' as end_date, 'no-goal' as reason, cast(null as varchar(80)) as evidence
from meeting
where certain_date is not null
union all
select clause, reading, episode as subject, provider, first_date as start_date, coalesce(add_days(certain_date, -1), date '9999-12-31') as end_date, 'initial-meeting-undecided' as reason, cast(null as varchar(80)) as evidence
from meeting
where first_date is distinct from certain_date
