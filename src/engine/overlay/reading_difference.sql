-- @name reading_difference
-- @title On which days another reading gives another outcome; a day that it doesn't list counts as another (case-rate 5)
-- @table
-- @columns reading_id, case_id integer; start_date, end_date date, inclusive; severity, other_severity integer or null: not listed
-- @relatedDependency https://peerbridge.dev/fhir/Library/asked_verdict as asked_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_verdict as case_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/changed as changed
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/outcome_rank as outcome_rank

with compared as (
  select r.reading_id, c.case_id from changed as c join reading as r on r.reading = c.reading
), side as (
  select c.reading_id, c.case_id, v.start_date, v.end_date, o.severity as severity, cast(null as integer) as other_severity
  from compared as c
  join asked_verdict as v on v.case_id = c.case_id
  join outcome_rank as o on o.across = v.across
  union all
  select v.reading_id, v.case_id, v.start_date, v.end_date, cast(null as integer) as severity, o.severity as other_severity
  from case_verdict as v
  join outcome_rank as o on o.across = v.across
  where v.reading_id > 0
), edge as (
  -- each side's verdict holds from its first day until the next of that side begins or it ends
  select reading_id, case_id, start_date as date, severity, other_severity, 1 as opens from side
  union all
  select reading_id, case_id, add_days(end_date, 1) as date, severity, other_severity, -1 as opens from side
), change as (
  select reading_id, case_id, date,
         sum(coalesce(severity + 1, 0) * opens) as severity_change, sum(coalesce(other_severity + 1, 0) * opens) as other_change
  from edge
  group by reading_id, case_id, date
), state as (
  -- spans of one side never overlap: the running sum is the verdict in force, plus one; 0 is none
  select reading_id, case_id, date as start_date, lead(date) over (partition by reading_id, case_id order by date) as next_date,
         sum(severity_change) over w as severity, sum(other_change) over w as other_severity
  from change
  window w as (partition by reading_id, case_id order by date rows between unbounded preceding and current row)
)
select reading_id, case_id, start_date, add_days(next_date, -1) as end_date, severity - 1 as severity, nullif(other_severity - 1, -1) as other_severity
from state
where severity > 0 and severity <> other_severity
