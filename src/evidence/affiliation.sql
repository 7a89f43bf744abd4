-- @name affiliation
-- @title Written agreements, as each of their two parties has them
-- @table
-- @columns reference, organization text; partner text or null: the other party, where it is named; type text or null: code of agreement-type, where it can be read;
--   first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive (open: 0001-01-01, 9999-12-31)
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation as organization_affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'OrganizationAffiliation/' || a.id as reference, reference_key(a.organization) as organization, reference_key(a.participating_organization) as participating,
         a.agreement_types, a.period_start, a.period_end,
         first_local_date(a.period_start, r.time_zone) as start_date, first_local_date(a.period_end, r.time_zone) as end_date
  from organization_affiliation as a
  cross join run as r
  where coalesce(a.active, true)   -- R4: absent says nothing; taken as active, like agreement.sql
), form as (
  select d.reference, k.target as type
  from dated as d
  cross join lateral rows_of(d.agreement_types) as u
  join crosswalk as k on k.map = 'agreement-type' and k.code = u.item
), spelled as (
  select d.reference, d.organization, d.participating, f.type,
         coalesce(d.start_date, date '0001-01-01') as first_date,
         case when d.period_start is null then date '0001-01-01' else coalesce(last_local_date(d.period_start, d.start_date), date '9999-12-31') end as first_certain,
         case when d.period_end is null then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
         coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
  from dated as d
  cross join run as r
  left join form as f on f.reference = d.reference
  where coalesce(d.start_date, date '0001-01-01') <= r.as_of   -- what begins after as-of doesn't exist yet
)
select reference, organization, participating as partner, type, first_date, first_certain, last_certain, last_date from spelled where organization is not null
union
select reference, participating as organization, organization as partner, type, first_date, first_certain, last_certain, last_date from spelled where participating is not null
