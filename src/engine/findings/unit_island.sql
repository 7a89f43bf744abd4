-- @name unit_island
-- @title Claims of one lane that touch or overlap, merged; and beneath them, over all days of the subject, what holds where none is
-- @table
-- @columns clause_id, subject_id, lane integer; start_date, end_date date, inclusive; certain boolean: these days are certainly days of the subject; null of claims
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_claim as unit_claim
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_day as unit_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/unproved_unit as unproved_unit
-- @relatedDependency https://peerbridge.dev/fhir/Library/level_clause as level_clause

with mark as (
  select clause_id, subject_id, lane, start_date, end_date,
         case when start_date <= add_days(max(end_date) over (partition by clause_id, subject_id, lane order by start_date, end_date rows between unbounded preceding and 1 preceding), 1)
              then 0 else 1 end as is_new
  from unit_claim
), numbered as (
  select clause_id, subject_id, lane, start_date, end_date,
         -- of two claims of the same days one alone is new: by range, both have the island that it begins
         sum(is_new) over (partition by clause_id, subject_id, lane order by start_date, end_date range between unbounded preceding and current row) as island
  from mark
), base as (
  select u.clause_id, u.subject_id, case when n.subject_id is not null then c.incomplete_lane else c.base_lane end as lane, u.first_date, u.first_certain, u.last_certain, u.last_date
  from unit_day as u
  join level_clause as c on c.clause_id = u.clause_id
  left join unproved_unit as n on n.clause_id = case when c.incomplete_lane is not null then u.clause_id end and n.subject_id = u.subject_id
)
select clause_id, subject_id, lane, min(start_date) as start_date, max(end_date) as end_date, cast(null as boolean) as certain
from numbered
group by clause_id, subject_id, lane, island
union all
select clause_id, subject_id, lane, first_certain as start_date, last_certain as end_date, true as certain from base where first_certain <= last_certain
union all
select clause_id, subject_id, lane, first_date as start_date, last_date as end_date, false as certain from base where first_certain > first_date or last_certain < last_date
