-- @name lapse
-- @title Whose satisfied days end within a week of as-of, unless a contact is made
-- @table
-- @columns specification, member, provider text; eligible_through, next_contact_due date
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

select distinct c.specification, c.member, c.provider, c.eligible_through, c.next_contact_due
from case_rate as c
where c.next_contact_due is not null
  and c.eligible_through >= (select as_of from run) and c.eligible_through < (select add_days(as_of, 7) from run)   -- a week: outputs.md, report.html
