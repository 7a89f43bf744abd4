-- @name message_state
-- @title What each message about a member of a peer service says, and what it leaves open
-- @table
-- @columns reference, service text: one row for each service that it is, or may be, of; closed, sent_by, dated, addressed, threaded, moded, served
--   text: there | missing | not-understood, or null where nothing hangs on it: whether it was sent, by whom, when, to whom, what it answers, its medium, of which service
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message
-- @relatedDependency https://peerbridge.dev/fhir/Library/message_thread as message_thread
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_service as contact_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with served as (
  select m.reference, u.item as service, true as certain from message as m cross join lateral rows_of(m.services) as u
  union all
  select reference, service, certain from contact_service
  union all
  -- what is written to a member may be of any of their services: nothing hangs on it
  select m.reference, e.service, false as certain from message as m join episode_record as e on e.member = m.member where list_size(m.services) = 0
), of_asked as (
  select s.reference, s.service, bool_or(s.certain) as certain
  from served as s
  join (select distinct service from specification_service) as a on a.service = s.service
  group by s.reference, s.service
)
select m.reference, s.service,
       case when m.certain then 'there' when c.status is null then 'missing' else 'not-understood' end as closed,
       case when m.written_by = 'unknown' then 'missing' else 'there' end as sent_by,
       case when coalesce(c.sent, c.received) is null then 'missing' when m.first_date = m.last_date then 'there' else 'not-understood' end as dated,
       case when m.written_by <> 'provider' then null when m.to_member = 'maybe' then 'missing' else 'there' end as addressed,
       case when t.open then 'not-understood' else 'there' end as threaded,
       case when m.written_by = 'provider' then null when m.mode is not null then 'there' when c.mode_stated then 'not-understood' else 'missing' end as moded,
       case when m.written_by = 'provider' then null when s.certain then 'there'
            when list_size(m.based_on) + list_size(m.recipients) = 0 then 'missing' else 'not-understood' end as served
from message as m
join communication as c on 'Communication/' || c.id = m.reference
join of_asked as s on s.reference = m.reference
left join message_thread as t on t.reference = m.reference
where not m.ignored
