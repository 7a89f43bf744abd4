-- @name judged
-- @title The claims that are overlaid: all for the default, for a reading those of the cases that it may change
-- @table
-- @columns reading_id integer: 0 is the default; case_id, episode_id, gate, within_gate, among_gates integer; start_date, end_date date, inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/island as island
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_use as lane_use
-- @relatedDependency https://peerbridge.dev/fhir/Library/changed as changed
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key

-- A gate that is satisfied on every day of an episode decides none of them, as long as another is left: the first always is.
with whole as (
  select distinct i.episode_id, l.specification, l.reading, l.gate
  from island as i
  join lane as l on l.lane = i.lane and l.outcome = 'satisfied' and l.gate > 1
  join episode_key as e on e.episode_id = i.episode_id and e.specification = l.specification and e.variant = l.variant
  where i.start_date <= e.first_date and i.end_date >= e.last_date
), deciding as (
  select i.episode_id, i.lane, l.default_lane, l.specification, l.gate, l.within_gate, l.among_gates, i.start_date, i.end_date
  from island as i
  join lane as l on l.lane = i.lane
  anti join whole as w on w.episode_id = i.episode_id and w.specification = l.specification and w.reading = l.reading and w.gate = l.gate
)
select 0 as reading_id, e.case_id, i.episode_id, i.gate, i.within_gate, i.among_gates, i.start_date, i.end_date
from deciding as i
join episode_key as e on e.episode_id = i.episode_id and e.own and e.specification = i.specification
where i.lane = i.default_lane
union all
-- under a reading, a clause that it doesn't touch keeps its default lane
select u.reading_id, c.case_id, i.episode_id, i.gate, i.within_gate, i.among_gates, i.start_date, i.end_date
from changed as c
join episode_key as e on e.case_id = c.case_id and e.own
join deciding as i on i.episode_id = e.episode_id and i.specification = e.specification
join lane_use as u on u.reading = c.reading and u.lane = i.lane
