-- @name reading_total
-- @title How many days another reading would change, and how: days of the case rate, and of subjects of which another clause says something else
-- @columns ambiguity, parameter, value, specification, from_outcome text; to_outcome text or null: the day isn't listed; member_days integer: days of a subject with a provider, each once, however many clauses change so on it; members integer: subjects
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading_difference as reading_difference
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/severity as severity
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding_difference as finding_difference
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding_clause as finding_clause
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_kind as clause_kind

with changed as (
  select r.reading, f.outcome as from_outcome, t.outcome as to_outcome, c.member as subject, c.provider, d.start_date, d.end_date
  from reading_difference as d
  join reading as r on r.reading_id = d.reading_id
  join rate_case as c on c.case_id = d.case_id
  join severity as f on f.severity = d.severity
  left join severity as t on t.severity = d.other_severity
  union all
  -- what a gate of the rate says otherwise changes a day where the rate does
  select d.reading, d.outcome as from_outcome, d.other_outcome as to_outcome, d.subject, d.provider, d.start_date, d.end_date
  from finding_difference as d
  join finding_clause as c on c.clause_id = d.clause_id
  join clause_kind as k on k.specification = c.specification and k.clause = c.clause
  where not k.of_rate
), mark as (
  select reading, from_outcome, to_outcome, subject, provider, start_date, end_date,
         case when start_date <= add_days(max(end_date) over (partition by reading, from_outcome, to_outcome, subject, provider order by start_date, end_date rows between unbounded preceding and 1 preceding), 1)
              then 0 else 1 end as is_new
  from changed
), numbered as (
  select reading, from_outcome, to_outcome, subject, provider, start_date, end_date,
         sum(is_new) over (partition by reading, from_outcome, to_outcome, subject, provider order by start_date, end_date range between unbounded preceding and current row) as island
  from mark
), day as (
  select reading, from_outcome, to_outcome, subject, days_between(min(start_date), max(end_date)) + 1 as days
  from numbered
  group by reading, from_outcome, to_outcome, subject, provider, island
)
select r.ambiguity, r.parameter, r.value, r.specification, d.from_outcome, d.to_outcome, sum(d.days) as member_days, count(distinct d.subject) as members
from day as d
join reading as r on r.reading = d.reading
group by r.ambiguity, r.parameter, r.value, r.specification, d.from_outcome, d.to_outcome
