-- @name licence
-- @title Licences of organizations, and of those that they are part of
-- @columns organization text: Organization/id; reference text: the organization whose licence it is, itself or one above; first_date, first_certain, last_certain, last_date date: possible and certain days of a licence, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_licence as organization_licence
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_ancestor as organization_ancestor
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'Organization/' || l.id as bearer, l.period_start, l.period_end,
         first_local_date(l.period_start, r.time_zone) as start_date, first_local_date(l.period_end, r.time_zone) as end_date
  from organization_licence as l
  cross join run as r
)
select a.organization, d.bearer as reference,
       coalesce(d.start_date, date '0001-01-01') as first_date,
       case when d.period_start is null then date '0001-01-01' else coalesce(last_local_date(d.period_start, d.start_date), date '9999-12-31') end as first_certain,
       case when d.period_end is null then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
join organization_ancestor as a on a.ancestor = d.bearer
cross join run as r
where coalesce(d.start_date, date '0001-01-01') <= r.as_of
