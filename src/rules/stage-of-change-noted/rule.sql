-- @name stage-of-change-noted
-- @title Progress noted by stages of change
-- @relatedDependency https://peerbridge.dev/fhir/Library/stage_of_change as stage_of_change
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_period as service_period

with stage as (
  -- one that can't be read may be any, or none
  select reference, member, contact, certain and stage is not null as certain, first_date, last_date from stage_of_change
), note as (
  -- a note is of who keeps it; where nobody says who does, of who alone serves the member
  select p.variant, p.service, p.episode, p.provider, p.member, d.reference, d.contacts, d.written_first, d.written_last, coalesce(d.provider = p.provider, p.sole) as own
  from document as d
  join service_period as p on p.member = d.member
  where d.type = 'progress-note' and p.per = 'episode' and coalesce(d.provider = p.provider, true)
), span as (
  select b.clause, b.reading, p.variant, p.service, p.episode, p.provider, p.member, p.start_date, p.end_date
  from binding as b
  join service_period as p on p.variant = b.variant and p.service = b.service and p.per = b.per
), each_note as (
  select b.clause, b.reading, n.episode, n.provider, n.member, n.reference, n.contacts, n.written_first, n.written_last, n.own
  from binding as b
  join note as n on n.variant = b.variant and n.service = b.service
  where b.per = 'note'
), noted as (
  select s.clause, s.reading, s.episode, s.provider, s.start_date, s.end_date, g.reference, g.certain and g.first_date >= s.start_date and g.last_date <= s.end_date as sure
  from span as s
  join stage as g on g.member = s.member and g.first_date <= s.end_date and g.last_date >= s.start_date
  union all
  -- of a note: of its day, or of a contact that it is about
  select n.clause, n.reading, n.episode, n.provider, n.written_first as start_date, n.written_last as end_date, g.reference,
         g.certain and n.own and (list_has(n.contacts, g.contact) or g.first_date = n.written_last and g.last_date = n.written_first) as sure
  from each_note as n
  join stage as g on g.member = n.member
  where list_has(n.contacts, g.contact) or g.first_date <= n.written_last and g.last_date >= n.written_first
)
select clause, reading, episode as subject, provider, start_date, end_date, case when sure then 'stage-noted' else 'stage-undecided' end as reason, reference as evidence
from noted
union all
select s.clause, s.reading, s.episode as subject, s.provider, s.start_date, s.end_date, 'notes-without-stage' as reason, n.reference as evidence
from span as s
join note as n on n.variant = s.variant and n.service = s.service and n.episode = s.episode and n.written_first >= s.start_date and n.written_last <= s.end_date
where n.own
union all
select clause, reading, episode as subject, provider, written_first as start_date, written_last as end_date, 'notes-without-stage' as reason, reference as evidence
from each_note
where own and written_first = written_last
