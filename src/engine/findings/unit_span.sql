-- @name unit_span
-- @title Maximal runs of days on which a clause says the same of a subject
-- @table
-- @columns span_id, clause_id, subject_id, lane integer; start_date, end_date date, inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_stretch as unit_stretch

with mark as (
  select clause_id, subject_id, lane, start_date, end_date,
         case when lag(lane, 1) over w = lane and lag(end_date, 1) over w = add_days(start_date, -1) then 0 else 1 end as is_new
  from unit_stretch
  window w as (partition by clause_id, subject_id order by start_date)
), numbered as (
  select clause_id, subject_id, lane, start_date, end_date,
         sum(is_new) over (partition by clause_id, subject_id order by start_date rows between unbounded preceding and current row) as run
  from mark
), merged as (
  select clause_id, subject_id, lane, min(start_date) as start_date, max(end_date) as end_date
  from numbered
  group by clause_id, subject_id, lane, run
)
select cast(row_number() over (order by clause_id, subject_id, start_date) as integer) as span_id, clause_id, subject_id, lane, start_date, end_date
from merged
