-- @name claimed_day
-- @title Lines that were billed, day by day, of the days that the daily case rate lists
-- @table
-- @columns line_id integer; reference, member text; provider, service text or null; certain boolean; date date
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line
-- @relatedDependency https://peerbridge.dev/fhir/Library/business_day as business_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with day as (
  select d.date from business_day as d cross join run as r where d.date >= r.from_date and d.date <= least(r.to_date, r.as_of)
), numbered as (
  select cast(row_number() over (order by reference, line, first_date, last_date) as integer) as line_id, reference, member, provider, service, certain, first_date, last_date
  from claim_line
)
select l.line_id, l.reference, l.member, l.provider, l.service, l.certain, d.date
from numbered as l
join day as d on d.date >= l.first_date and d.date <= l.last_date
