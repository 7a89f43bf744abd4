-- @name provider_total
-- @title Days and members by specification, provider and outcome
-- @columns specification, provider (or null), outcome text; member_days, members integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate

select specification, provider, outcome, sum(days_between(start_date, end_date) + 1) as member_days, count(distinct member) as members
from case_rate
group by specification, provider, outcome
order by specification, provider nulls first, outcome
