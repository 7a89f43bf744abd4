-- @name undecided_total
-- @title What leaves days undecided, over all specifications
-- @columns reason text; member_days, members integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate

select reason, sum(days_between(start_date, end_date) + 1) as member_days, count(distinct member) as members
from case_rate
where outcome = 'insufficient-data'
group by reason
order by member_days desc, reason
