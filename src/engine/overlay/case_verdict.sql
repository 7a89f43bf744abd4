-- @name case_verdict
-- @title Each case's verdict on each run of days: of episodes that overlap the best (case-rate 3); equal neighbours merged
-- @table
-- @columns reading_id, case_id integer; start_date, end_date date, inclusive; across integer: outcome and reason, ranked
-- @relatedDependency https://peerbridge.dev/fhir/Library/day_verdict as day_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane_rank as lane_rank

with best as (
  select v.reading_id, v.case_id, v.start_date, v.end_date, max(r.across) as across
  from day_verdict as v
  join lane_rank as r on r.among_gates = v.among_gates
  group by v.reading_id, v.case_id, v.start_date, v.end_date
), mark as (
  select reading_id, case_id, start_date, end_date, across,
         case when lag(across, 1) over w = across and lag(end_date, 1) over w = add_days(start_date, -1) then 0 else 1 end as is_new
  from best
  window w as (partition by reading_id, case_id order by start_date)
), numbered as (
  select reading_id, case_id, start_date, end_date, across,
         sum(is_new) over (partition by reading_id, case_id order by start_date rows between unbounded preceding and current row) as run
  from mark
)
select reading_id, case_id, min(start_date) as start_date, max(end_date) as end_date, across
from numbered
group by reading_id, case_id, across, run
