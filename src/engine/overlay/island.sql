-- @name island
-- @title Claims of one lane that touch or overlap, merged; and beneath them, over the whole episode, what holds where none is
-- @table
-- @columns episode_id, lane integer; start_date, end_date date, inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_claim as lane_claim
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/unproved as unproved

with mark as (
  select episode_id, lane, start_date, end_date,
         case when start_date <= add_days(max(end_date) over (partition by episode_id, lane order by start_date, end_date rows between unbounded preceding and 1 preceding), 1)
              then 0 else 1 end as is_new
  from lane_claim
), numbered as (
  select episode_id, lane, start_date, end_date,
         sum(is_new) over (partition by episode_id, lane order by start_date, end_date rows between unbounded preceding and current row) as island
  from mark
)
select episode_id, lane, min(start_date) as start_date, max(end_date) as end_date
from numbered
group by episode_id, lane, island
union all
select e.episode_id, case when u.episode_id is not null then l.incomplete_lane else l.lane end as lane, e.first_date as start_date, e.last_date as end_date
from episode_key as e
join lane as l on l.variant = e.variant and l.specification = e.specification and l.service = e.service and l.otherwise
left join unproved as u on u.clause = l.clause and u.reading = l.reading and u.episode_id = e.episode_id
