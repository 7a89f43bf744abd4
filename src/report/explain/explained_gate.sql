-- @name explained_gate
-- @title What each gate says of the day, for each episode that has it
-- @columns specification, provider, episode, clause text (null: the episode's own dates); gate integer; outcome, reason text
-- @table
-- @relatedDependency https://peerbridge.dev/fhir/Library/island as island
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

with strongest as (
  select e.specification, e.provider, e.reference as episode, l.gate, max_by(l.lane, l.within_gate) as lane
  from explained as x
  join episode_key as e on e.member = x.member and e.own
  join island as i on i.episode_id = e.episode_id and i.start_date <= x.date and i.end_date >= x.date
  join lane as l on l.lane = i.lane and l.lane = l.default_lane and l.specification = e.specification
  group by e.specification, e.provider, e.reference, l.gate
)
select s.specification, s.provider, s.episode, l.clause, s.gate, l.outcome, l.reason
from strongest as s
join lane as l on l.lane = s.lane
order by s.specification, s.provider nulls first, s.episode, s.gate
