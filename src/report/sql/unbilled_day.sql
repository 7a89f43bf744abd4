-- @name unbilled_day
-- @title Days that are billable and that no line bills, of specifications of whose services the source has claims
-- @table
-- @columns specification, member text; provider text or null; date date
-- @relatedDependency https://peerbridge.dev/fhir/Library/listed_day as listed_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/claimed_day as claimed_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/gap as gap

with claimed as (
  -- a line that may be for the day speaks against it, whatever it leaves open
  select s.specification, c.member, c.date, c.provider
  from claimed_day as c
  join specification_service as s on s.service = c.service
  union all
  select s.specification, c.member, c.date, c.provider
  from claimed_day as c
  cross join specification_service as s
  where c.service is null
), keyed as (
  select specification, member, date, coalesce(provider, '') as billed_by from claimed
  union
  select specification, member, date, '*' as billed_by from claimed
), billed as (
  select distinct l.specification, l.member, coalesce(l.provider, '') as provider, l.date
  from listed_day as l
  join keyed as k on k.specification = l.specification and k.member = l.member and k.date = l.date and k.billed_by = l.billed_by
), known as (
  select distinct s.specification
  from specification_service as s
  join claim_line as c on c.service = s.service
  -- where lines of claims can't be read, that there is none for a day proves nothing
  where not exists (select 1 from gap as g where g.resource_type = 'Claim' and g.subject is null)
), billable as (
  select distinct specification, member, provider, coalesce(provider, '') as provider_key, date from listed_day where standing = 2
)
select b.specification, b.member, b.provider, b.date
from billable as b
semi join known as k on k.specification = b.specification
anti join billed as c on c.specification = b.specification and c.member = b.member and c.provider = b.provider_key and c.date = b.date
anti join (select subject from gap where resource_type = 'Claim' and subject is not null) as g on g.subject = b.member
