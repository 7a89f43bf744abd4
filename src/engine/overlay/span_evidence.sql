-- @name span_evidence
-- @title What decides each span: of a satisfied one all gates' evidence, of others the deciding gate's
-- @table
-- @columns span_id integer; evidence text[]: Type/id, sorted
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_span as rate_span
-- @relatedDependency https://peerbridge.dev/fhir/Library/day_verdict as day_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_rank as lane_rank
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_claim as lane_claim

with bearing as (
  -- lanes that carry evidence: days that no claim covers have none
  select distinct lane from lane_claim
), decision as (
  -- the episodes whose verdict is the case's, while it is
  select s.span_id, v.episode_id, r.lane, r.satisfied, min(v.start_date) as start_date, max(v.end_date) as end_date
  from rate_span as s
  join day_verdict as v on v.reading_id = 0 and v.case_id = s.case_id and v.start_date <= s.end_date and v.end_date >= s.start_date
  join lane_rank as r on r.among_gates = v.among_gates and r.across = s.across
  left join bearing as b on b.lane = r.lane
  where r.satisfied or b.lane is not null
  group by s.span_id, v.episode_id, r.lane, r.satisfied
)
select d.span_id, list_sorted(array_agg(distinct c.evidence)) as evidence
from decision as d
join rate_span as s on s.span_id = d.span_id
join lane_claim as c on c.episode_id = d.episode_id and c.start_date <= least(d.end_date, s.end_date) and c.end_date >= greatest(d.start_date, s.start_date)
join lane as l on l.lane = c.lane and l.lane = l.default_lane and (c.lane = d.lane or d.satisfied and l.outcome = 'satisfied')
where c.evidence is not null
group by d.span_id
