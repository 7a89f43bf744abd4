-- @name day_verdict
-- @title Each episode's verdict on each stretch of days: in a gate the strongest claim, among gates the weakest gate
-- @columns reading_id, case_id, episode_id integer; start_date, end_date date, inclusive; among_gates integer: the lane that decides
-- @relatedDependency https://peerbridge.dev/fhir/Library/judged as judged

with point as (
  select reading_id, case_id, start_date as date from judged
  union
  select reading_id, case_id, add_days(end_date, 1) as date from judged
), stretch as (
  select reading_id, case_id, date as start_date, lead(date) over (partition by reading_id, case_id order by date) as next_date from point
), gate as (
  select s.reading_id, s.case_id, j.episode_id, j.gate, s.start_date, s.next_date, max_by(j.among_gates, j.within_gate) as among_gates
  from stretch as s
  join judged as j on j.reading_id = s.reading_id and j.case_id = s.case_id and j.start_date <= s.start_date and j.end_date >= s.start_date
  where s.next_date is not null
  group by s.reading_id, s.case_id, j.episode_id, j.gate, s.start_date, s.next_date
)
select reading_id, case_id, episode_id, start_date, add_days(next_date, -1) as end_date, min(among_gates) as among_gates
from gate
group by reading_id, case_id, episode_id, start_date, next_date
