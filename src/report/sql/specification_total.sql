-- @name specification_total
-- @title Members and providers by specification
-- @columns specification text; members, providers integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate

select specification, count(distinct member) as members, count(distinct provider) as providers
from case_rate
group by specification
order by specification
