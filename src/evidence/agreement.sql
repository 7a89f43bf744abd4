-- @name agreement
-- @title Written agreements between two organizations
-- @table
-- @columns reference text; type text, code of agreement-type; organization text; participating_organization text;
--   first_date, first_certain, last_certain, last_date: possible and certain dates, both ends inclusive (open: 0001-01-01, 9999-12-31)
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation as organization_affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'OrganizationAffiliation/' || a.id as reference, u.item as type,
         reference_key(a.organization) as organization, reference_key(a.participating_organization) as participating_organization,
         a.period_start, a.period_end,
         first_local_date(a.period_start, r.time_zone) as start_date, first_local_date(a.period_end, r.time_zone) as end_date
  from organization_affiliation as a
  cross join run as r
  cross join lateral rows_of(a.agreement_types) as u
  where coalesce(a.active, true)   -- R4: absent says nothing; case-rate 25 takes it as active
)
select reference, type, organization, participating_organization,
       case when period_start is null then date '0001-01-01' else coalesce(start_date, date '0001-01-01') end as first_date,
       case when period_start is null then date '0001-01-01' else coalesce(last_local_date(period_start, start_date), date '9999-12-31') end as first_certain,
       case when period_end is null then date '9999-12-31' else coalesce(end_date, date '0001-01-01') end as last_certain,
       case when period_end is null then date '9999-12-31' else coalesce(last_local_date(period_end, end_date), date '9999-12-31') end as last_date
from dated
