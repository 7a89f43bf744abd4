-- @name finding_difference
-- @title On which days another reading gives a clause another outcome for a subject; a day that it doesn't list counts as another
-- @table
-- @columns reading text; clause_id integer: the default's; subject text; provider text or null; start_date, end_date date, inclusive; lane integer: the default's; outcome, other_outcome text or null: not listed
-- @relatedDependency https://peerbridge.dev/fhir/Library/decided as decided
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding_clause as finding_clause
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_lane as clause_lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/scope as scope

with pair as (
  select o.reading, d.clause_id, o.clause_id as other_id, r.variant, r.own_evidence
  from finding_clause as o
  join finding_clause as d on d.specification = o.specification and d.clause = o.clause and d.is_default
  join reading as r on r.reading = o.reading
  where not o.is_default
), side as (
  select p.reading, p.clause_id, s.subject, s.provider, s.start_date, s.end_date, s.lane, cast(null as integer) as other_lane
  from pair as p
  join decided as s on s.clause_id = p.clause_id
  where not p.own_evidence
  union all
  -- under other settings only members are judged again whose evidence can differ
  select p.reading, p.clause_id, s.subject, s.provider, s.start_date, s.end_date, s.lane, cast(null as integer) as other_lane
  from pair as p
  join decided as s on s.clause_id = p.clause_id
  join scope as v on v.variant = p.variant and v.member = s.member
  where p.own_evidence
  union all
  select p.reading, p.clause_id, s.subject, s.provider, s.start_date, s.end_date, cast(null as integer) as lane, s.lane as other_lane
  from pair as p
  join decided as s on s.clause_id = p.other_id
), change as (
  select reading, clause_id, subject, provider, date, sum(lane) as lane, sum(other_lane) as other_lane
  from (
    select reading, clause_id, subject, provider, start_date as date, coalesce(lane, 0) as lane, coalesce(other_lane, 0) as other_lane from side
    union all
    select reading, clause_id, subject, provider, add_days(end_date, 1) as date, 0 - coalesce(lane, 0) as lane, 0 - coalesce(other_lane, 0) as other_lane from side
  ) as edge
  group by reading, clause_id, subject, provider, date
), state as (
  -- spans of one side never overlap: the running sum is the lane in force; 0 is none
  select reading, clause_id, subject, provider, date as start_date, lead(date) over (partition by reading, clause_id, subject, provider order by date) as next_date,
         sum(lane) over w as lane, sum(other_lane) over w as other_lane
  from change
  window w as (partition by reading, clause_id, subject, provider order by date rows between unbounded preceding and current row)
)
select s.reading, s.clause_id, s.subject, s.provider, s.start_date, add_days(s.next_date, -1) as end_date, l.lane, l.outcome, o.outcome as other_outcome
from state as s
join clause_lane as l on l.lane = s.lane
left join clause_lane as o on o.lane = s.other_lane
where l.outcome is distinct from o.outcome
