-- @name explained_day
-- @title The row of the case rate that the day stands in, for each specification and provider of the member
-- @columns as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

select c.specification, c.provider, c.outcome, c.reason, c.boundary_sensitive, c.eligible_through, c.next_contact_due, c.evidence
from case_rate as c
join explained as x on x.member = c.member and c.start_date <= x.date and c.end_date >= x.date
order by c.specification, c.provider nulls first
