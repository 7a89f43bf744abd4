-- @name billing_total
-- @title Days and members by specification and kind of what the billing guard finds; a row without kind for each specification of whose services there are claims
-- @columns specification text; kind text or null; member_days, members integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/billing as billing
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

select distinct s.specification, cast(null as varchar(40)) as kind, 0 as member_days, 0 as members
from specification_service as s
join claim_line as c on c.service = s.service
union all
select specification, kind, sum(member_days) as member_days, count(distinct member) as members
from billing
group by specification, kind
order by specification, kind nulls first
