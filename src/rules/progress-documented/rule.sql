-- @name progress-documented
-- @title Goals and progress notes
-- @relatedDependency https://peerbridge.dev/fhir/Library/goal as goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_period as service_period

with span as (
  select b.clause, b.reading, p.episode, p.provider, p.member, p.start_date, p.end_date, p.is_over, p.sole
  from binding as b
  join service_period as p on p.variant = b.variant and p.service = b.service and p.per = b.per
), record as (
  select s.clause, s.reading, s.episode, s.start_date, 'goal' as kind, g.reference,
         g.status not in ('proposed', 'unknown') and g.first_certain <= s.end_date and g.last_certain >= s.start_date and g.first_certain <= g.last_certain as sure
  from span as s
  join goal as g on g.member = s.member and g.first_date <= s.end_date and g.last_date >= s.start_date
  union all
  -- a note is of who keeps it; where nobody says who does, of who alone serves the member
  select s.clause, s.reading, s.episode, s.start_date, 'note' as kind, d.reference, d.written_first >= s.start_date and d.written_last <= s.end_date and coalesce(d.provider = s.provider, s.sole) as sure
  from span as s
  join document as d on d.member = s.member and d.type = 'progress-note' and d.written_first <= s.end_date and d.written_last >= s.start_date
  where coalesce(d.provider = s.provider, true)
), counted as (
  select clause, reading, episode, start_date, bool_or(kind = 'goal' and sure) and bool_or(kind = 'note' and sure) as sure
  from record
  group by clause, reading, episode, start_date
  having bool_or(kind = 'goal') and bool_or(kind = 'note')
)
select s.clause, s.reading, s.episode as subject, s.provider, s.start_date, s.end_date, case when c.sure then 'goals-and-notes' else 'documentation-undecided' end as reason, r.reference as evidence
from span as s
join counted as c on c.clause = s.clause and c.reading = s.reading and c.episode = s.episode and c.start_date = s.start_date
join record as r on r.clause = s.clause and r.reading = s.reading and r.episode = s.episode and r.start_date = s.start_date
where r.sure or not c.sure
union all
select s.clause, s.reading, s.episode as subject, s.provider, s.start_date, s.end_date, 'notes-not-yet-due' as reason, cast(null as varchar(80)) as evidence
from span as s
where not s.is_over
