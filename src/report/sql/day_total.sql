-- @name day_total
-- @title Days and members by specification, outcome and reason
-- @columns specification, outcome, reason text; member_days, members integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate

select specification, outcome, reason, sum(days_between(start_date, end_date) + 1) as member_days, count(distinct member) as members
from case_rate
group by specification, outcome, reason
order by specification, outcome, member_days desc, reason
