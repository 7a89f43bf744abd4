-- @name day_verdict
-- @title Each episode's verdict on each stretch of days: in a gate the strongest claim, among gates the weakest gate
-- @table
-- @columns reading_id, case_id, episode_id integer; start_date, end_date date, inclusive; among_gates integer: the lane that decides
-- @relatedDependency https://peerbridge.dev/fhir/Library/judged as judged

with point as (
  select reading_id, case_id, start_date as date from judged
  union
  select reading_id, case_id, add_days(end_date, 1) as date from judged
), stretch as (
  select reading_id, case_id, date as start_date, lead(date) over (partition by reading_id, case_id order by date) as next_date,
         row_number() over (order by reading_id, case_id, date) as stretch
  from point
), gate as (
  select s.stretch, j.episode_id, j.gate, max_by(j.among_gates, j.within_gate) as among_gates
  from stretch as s
  join judged as j on j.reading_id = s.reading_id and j.case_id = s.case_id and j.start_date <= s.start_date and j.end_date >= s.start_date
  where s.next_date is not null
  group by s.stretch, j.episode_id, j.gate
), weakest as (
  select stretch, episode_id, min(among_gates) as among_gates from gate group by stretch, episode_id
)
select s.reading_id, s.case_id, w.episode_id, s.start_date, add_days(s.next_date, -1) as end_date, w.among_gates
from weakest as w
join stretch as s on s.stretch = w.stretch
