-- @name message_thread
-- @title Which messages hang together: all that inResponseTo links, in either direction, however far (case-rate 20)
-- @table
-- @columns reference text; thread text: the least reference of the thread; open boolean: it answers a message that isn't in the data
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message

with recursive answer as (
  select 'Communication/' || c.id as reference, reference_key(u.item) as answered
  from communication as c
  cross join lateral rows_of(c.in_response_to) as u
), link as (
  select a.reference, a.answered as other from answer as a semi join message as m on m.reference = a.reference semi join message as o on o.reference = a.answered
  union
  select a.answered as reference, a.reference as other from answer as a semi join message as m on m.reference = a.reference semi join message as o on o.reference = a.answered
), reached as (
  select reference, reference as other from message
  union
  select r.reference, l.other from reached as r join link as l on l.reference = r.other
), dangling as (
  select distinct a.reference
  from answer as a
  left join communication as c on 'Communication/' || c.id = a.answered
  where c.id is null
)
select r.reference, min(r.other) as thread, bool_or(d.reference is not null) as open
from reached as r
left join dangling as d on d.reference = r.other
group by r.reference
