-- @name unit_stretch
-- @title What each clause says of each subject on each stretch of days: the strongest lane, or that it isn't known whether these are days of the subject
-- @columns clause_id, subject_id, lane integer; start_date, end_date date, inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_island as unit_island
-- @relatedDependency https://peerbridge.dev/fhir/Library/level_clause as level_clause

with extent as (
  select clause_id, subject_id, min(start_date) as start_date, max(end_date) as end_date
  from unit_island
  group by clause_id, subject_id
), cut as (
  select distinct i.clause_id, i.subject_id
  from unit_island as i
  join extent as e on e.clause_id = i.clause_id and e.subject_id = i.subject_id
  where i.start_date > e.start_date or i.end_date < e.end_date
), whole as (
  -- most subjects have one answer on all their days: there is nothing to take apart
  select i.clause_id, i.subject_id, i.start_date, i.end_date, max(i.lane) as lane, bool_or(coalesce(i.certain, false)) as certain
  from unit_island as i
  anti join cut as c on c.clause_id = i.clause_id and c.subject_id = i.subject_id
  group by i.clause_id, i.subject_id, i.start_date, i.end_date
), part as (
  select i.* from unit_island as i semi join cut as c on c.clause_id = i.clause_id and c.subject_id = i.subject_id
), point as (
  select clause_id, subject_id, start_date as date from part
  union
  select clause_id, subject_id, add_days(end_date, 1) as date from part
), stretch as (
  select clause_id, subject_id, date as start_date, lead(date) over (partition by clause_id, subject_id order by date) as next_date from point
), strongest as (
  select s.clause_id, s.subject_id, s.start_date, add_days(s.next_date, -1) as end_date, max(p.lane) as lane, bool_or(coalesce(p.certain, false)) as certain
  from stretch as s
  join part as p on p.clause_id = s.clause_id and p.subject_id = s.subject_id and p.start_date <= s.start_date and p.end_date >= s.start_date
  where s.next_date is not null
  group by s.clause_id, s.subject_id, s.start_date, s.next_date
), judged as (
  select clause_id, subject_id, start_date, end_date, lane, certain from whole
  union all
  select clause_id, subject_id, start_date, end_date, lane, certain from strongest
)
select j.clause_id, j.subject_id, case when j.certain then j.lane else c.doubt_lane end as lane, j.start_date, j.end_date
from judged as j
join level_clause as c on c.clause_id = j.clause_id
