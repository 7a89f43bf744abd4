-- @name listed_day
-- @title The daily case rate day by day, under each name by which a line may bill for its provider
-- @table
-- @columns specification, member text; provider text or null; billed_by text: the provider, an organization that it is part of, '' (a line that names none) or '*' (whoever bills, where the episode names no provider); date date; standing integer: 2 billable, 1 undecided, 0 not billable
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_ancestor as organization_ancestor
-- @relatedDependency https://peerbridge.dev/fhir/Library/business_day as business_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line

-- business_day has a row for each date of the asked period, free days too; without a claim there is nothing to hold the days against
with day as (
  select date from business_day where exists (select 1 from claim_line)
), named as (
  select distinct provider from case_rate where provider is not null
), payee as (
  select provider, provider as billed_by from named
  union
  select organization as provider, ancestor as billed_by from organization_ancestor
  union
  select provider, '' as billed_by from named
  union
  select '' as provider, '*' as billed_by
)
select c.specification, c.member, c.provider, p.billed_by, d.date,
       case c.outcome when 'satisfied' then 2 when 'insufficient-data' then 1 else 0 end as standing
from case_rate as c
join payee as p on p.provider = coalesce(c.provider, '')
join day as d on d.date >= c.start_date and d.date <= c.end_date
