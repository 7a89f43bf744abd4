-- @name island
-- @title Claims of one lane that touch or overlap, merged; and beneath them, over the whole episode, what holds where none is
-- @table
-- @columns episode_id, lane integer; start_date, end_date date, inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_claim as lane_claim
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/unproved as unproved

with reached as (
  select episode_id, lane, start_date,
         max(end_date) over (partition by episode_id, lane order by start_date, end_date rows between unbounded preceding and 1 preceding) as before
  from lane_claim
), whole as (
  select episode_id, lane, max(end_date) as end_date from lane_claim group by episode_id, lane
), first_claim as (
  -- an island ends where the claims before the next one's first have reached
  select episode_id, lane, start_date, lead(before) over (partition by episode_id, lane order by start_date) as end_date
  from reached
  where before is null or start_date > add_days(before, 1)
)
select f.episode_id, f.lane, f.start_date, coalesce(f.end_date, w.end_date) as end_date
from first_claim as f
join whole as w on w.episode_id = f.episode_id and w.lane = f.lane
union all
select e.episode_id, case when u.episode_id is not null then l.incomplete_lane else l.lane end as lane, e.first_date as start_date, e.last_date as end_date
from episode_key as e
join lane as l on l.variant = e.variant and l.specification = e.specification and l.service = e.service and l.otherwise
left join unproved as u on u.clause = l.clause and u.reading = l.reading and u.episode_id = e.episode_id
