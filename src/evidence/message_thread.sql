-- @name message_thread
-- @title Which messages hang together: all that inResponseTo links, in either direction, however far (case-rate 20)
-- @table
-- @columns reference text; thread text: the least reference of the thread; open boolean: it answers a message that isn't in the data
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message

-- No engine but a few recurses over distinct rows, so that each message has one way up, and what that leaves apart is joined at the tops.
with recursive answer as (
  select 'Communication/' || c.id as reference, reference_key(u.item) as answered
  from communication as c
  cross join lateral rows_of(c.in_response_to) as u
), link as (
  select distinct a.reference, a.answered
  from answer as a
  semi join message as m on m.reference = a.reference
  semi join message as o on o.reference = a.answered
), parent as (
  select reference, min(answered) as answered from link group by reference
), climb as (
  select reference, reference as above, 0 as height, ' ' || reference || ' ' as path from message
  union all
  -- messages may answer each other in a circle
  select c.reference, p.answered as above, c.height + 1 as height, c.path || p.answered || ' ' as path
  from climb as c
  join parent as p on p.reference = c.above
  where c.path not like '% ' || p.answered || ' %'
), top as (
  select reference, max_by(above, height) as top from climb group by reference
), bridge as (
  -- what answers several, or stands in a circle
  select t.top, o.top as other from link as l join top as t on t.reference = l.reference join top as o on o.reference = l.answered where t.top <> o.top
  union
  select o.top, t.top as other from link as l join top as t on t.reference = l.reference join top as o on o.reference = l.answered where t.top <> o.top
), reached as (
  select top, top as other, ' ' || top || ' ' as path from (select distinct top from top) as t
  union all
  select r.top, b.other, r.path || b.other || ' ' as path
  from reached as r
  join bridge as b on b.top = r.other
  where r.path not like '% ' || b.other || ' %'
), thread as (
  select top, min(other) as least from reached group by top
), dangling as (
  select distinct a.reference
  from answer as a
  left join communication as c on 'Communication/' || c.id = a.answered
  where c.id is null
)
select t.reference, min(t.reference) over w as thread, bool_or(d.reference is not null) over w as open
from top as t
join thread as h on h.top = t.top
left join dangling as d on d.reference = t.reference
window w as (partition by h.least)
