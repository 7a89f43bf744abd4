-- @name rate_span
-- @title The daily case rate: maximal runs of days that agree in outcome, reason and sensitivity (case-rate 5)
-- @table
-- @columns span_id, case_id integer; start_date, end_date date, inclusive; across integer; boundary_sensitive text: ids of ambiguities, separated by a space
-- @relatedDependency https://peerbridge.dev/fhir/Library/asked_verdict as asked_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading_difference as reading_difference
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading

with sensitive as (
  select d.case_id, r.ambiguity, d.start_date, d.end_date
  from reading_difference as d
  join reading as r on r.reading_id = d.reading_id
  where r.sensitive
), point as (
  select case_id, start_date as date from asked_verdict
  union
  select case_id, add_days(end_date, 1) as date from asked_verdict
  union
  select case_id, start_date as date from sensitive
  union
  select case_id, add_days(end_date, 1) as date from sensitive
), stretch as (
  select case_id, date as start_date, add_days(lead(date) over (partition by case_id order by date), -1) as end_date from point
), flagged as (
  select s.case_id, s.start_date, list_join(list_sorted(array_agg(distinct d.ambiguity)), ' ') as ambiguities
  from stretch as s
  join sensitive as d on d.case_id = s.case_id and d.start_date <= s.start_date and d.end_date >= s.start_date
  group by s.case_id, s.start_date
), cut as (
  select s.case_id, s.start_date, s.end_date, v.across, coalesce(f.ambiguities, '') as ambiguities
  from stretch as s
  join asked_verdict as v on v.case_id = s.case_id and v.start_date <= s.start_date and v.end_date >= s.start_date
  left join flagged as f on f.case_id = s.case_id and f.start_date = s.start_date
  where s.end_date is not null
), mark as (
  select case_id, start_date, end_date, across, ambiguities,
         case when lag(across, 1) over w = across and lag(ambiguities, 1) over w = ambiguities and lag(end_date, 1) over w = add_days(start_date, -1) then 0 else 1 end as is_new
  from cut
  window w as (partition by case_id order by start_date)
), numbered as (
  select case_id, start_date, end_date, across, ambiguities,
         sum(is_new) over (partition by case_id order by start_date rows between unbounded preceding and current row) as run
  from mark
), merged as (
  select case_id, min(start_date) as start_date, max(end_date) as end_date, across, ambiguities as boundary_sensitive
  from numbered
  group by case_id, across, ambiguities, run
)
select cast(row_number() over (order by case_id, start_date) as integer) as span_id, case_id, start_date, end_date, across, boundary_sensitive
from merged
