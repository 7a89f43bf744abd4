-- @name attention
-- @title Members that need action, the most urgent first: whose days lapse within a week of as-of, whose last listed day is not satisfied or undecided
-- @columns member text; due date: when the next contact is due, or the first day that is lost; rank integer, from 1
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/lapse as lapse
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with last_day as (
  select c.member, c.start_date as due
  from case_rate as c
  where c.outcome <> 'satisfied'
    and c.start_date <= (select least(to_date, as_of) from run) and c.end_date >= (select least(to_date, as_of) from run)
), wanting as (
  select member, min(due) as due
  from (select member, next_contact_due as due from lapse union all select member, due from last_day) as w
  group by member
)
-- what can still be kept, the next first; then what was lost, the latest first
select w.member, w.due,
       cast(row_number() over (order by case when w.due > r.as_of then w.due else date '9999-12-31' end, w.due desc, w.member) as integer) as rank
from wanting as w
cross join run as r
