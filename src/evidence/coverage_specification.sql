-- @name coverage_specification
-- @title From when to when a member's Coverage makes a specification apply
-- @columns member, specification text; first_date, last_date date: possible days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/coverage as coverage
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_identifier as organization_identifier
-- @relatedDependency https://peerbridge.dev/fhir/Library/payer as payer
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with payor as (
  select distinct 'Organization/' || i.id as organization, p.specification
  from organization_identifier as i
  join payer as p on p.identifier = i.system || '|' || i.value
)
select reference_key(c.beneficiary) as member, p.specification,
       coalesce(first_local_date(c.period_start, r.time_zone), date '0001-01-01') as first_date,
       coalesce(last_local_date(c.period_end, first_local_date(c.period_end, r.time_zone)), date '9999-12-31') as last_date
from coverage as c
cross join run as r
cross join lateral rows_of(c.payors) as u
join payor as p on p.organization = reference_key(u.item)
where c.status is null or c.status in ('active', 'cancelled')   -- a cancelled one was in force until its end
