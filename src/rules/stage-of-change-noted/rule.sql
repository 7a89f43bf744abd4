-- @name stage-of-change-noted
-- @title Progress noted by stages of change
-- @relatedDependency https://peerbridge.dev/fhir/Library/stage_of_change as stage_of_change
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_period as service_period

with note as (
  select reference, member, contacts, written_first, written_last from document where type = 'progress-note' and member is not null
), span as (
  select b.clause, b.reading, p.episode as subject, p.provider, p.member, p.start_date, p.end_date
  from binding as b
  join service_period as p on p.variant = b.variant and p.service = b.service and p.per = b.per
), noted as (
  select s.clause, s.reading, s.subject, s.provider, s.start_date, s.end_date, g.reference, g.certain and g.first_date >= s.start_date and g.last_date <= s.end_date as sure
  from span as s
  join stage_of_change as g on g.member = s.member and g.first_date <= s.end_date and g.last_date >= s.start_date
  union all
  -- of a note: of its day, or of a contact that it is about
  select b.clause, b.reading, n.member as subject, cast(null as varchar(80)) as provider, n.written_first as start_date, n.written_last as end_date, g.reference,
         g.certain and (list_has(n.contacts, g.contact) or g.first_date = n.written_last and g.last_date = n.written_first) as sure
  from binding as b
  cross join note as n
  join stage_of_change as g on g.member = n.member
  where b.per = 'note' and (list_has(n.contacts, g.contact) or g.first_date <= n.written_last and g.last_date >= n.written_first)
)
select clause, reading, subject, provider, start_date, end_date, case when sure then 'stage-noted' else 'stage-undecided' end as reason, reference as evidence
from noted
union all
select s.clause, s.reading, s.subject, s.provider, s.start_date, s.end_date, 'notes-without-stage' as reason, n.reference as evidence
from span as s
join note as n on n.member = s.member and n.written_first >= s.start_date and n.written_last <= s.end_date
union all
select b.clause, b.reading, n.member as subject, cast(null as varchar(80)) as provider, n.written_first as start_date, n.written_last as end_date, 'notes-without-stage' as reason, n.reference as evidence
from binding as b
cross join note as n
where b.per = 'note' and n.written_first = n.written_last
