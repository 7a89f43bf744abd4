-- @name billed_line
-- @title Lines that bill something, and how their units go with their days
-- @table
-- @columns reference, line, member, provider, service, products, unit, first_date, last_date: as of claim_line; certain boolean: status, days and provider are known;
--   each_day boolean: as many units as days, so that a line by the day bills each of them; too_many boolean: more units than days
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line

-- Of a line whose days aren't known, all units may be for one day, and it may leave out any.
with counted as (
  select c.*, coalesce(c.units, 1) as count_of_units, days_between(c.first_date, c.last_date) + 1 as count_of_days from claim_line as c
)
select reference, line, member, provider, service, products, unit, certain and provider is not null as certain,
       dated and count_of_units >= count_of_days as each_day, count_of_units > case when dated then count_of_days else 1 end as too_many, first_date, last_date
from counted
where member is not null and count_of_units > 0
