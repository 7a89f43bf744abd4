-- @name explained_gate
-- @title What each gate says of the day, for each episode that has it
-- @columns specification, provider, episode, clause text (null: the episode's own dates); gate integer; outcome, reason text
-- @table
-- @relatedDependency https://peerbridge.dev/fhir/Library/judged as judged
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_rank as lane_rank
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

with strongest as (
  select e.specification, e.provider, e.reference as episode, j.gate, max_by(j.among_gates, j.within_gate) as among_gates
  from explained as x
  join episode_key as e on e.member = x.member and e.own
  join judged as j on j.reading_id = 0 and j.case_id = e.case_id and j.episode_id = e.episode_id and j.start_date <= x.date and j.end_date >= x.date
  group by e.specification, e.provider, e.reference, j.gate
)
select s.specification, s.provider, s.episode, l.clause, s.gate, l.outcome, l.reason
from strongest as s
join lane_rank as r on r.among_gates = s.among_gates
join lane as l on l.lane = r.lane
order by s.specification, s.provider nulls first, s.episode, s.gate
