-- @name employment
-- @title Workers in the roles that they have at organizations
-- @table
-- @columns reference text: PractitionerRole/id; worker text or null: Practitioner/id; provider text or null: the organization; role text or null: code of worker-role, where it can be read;
--   service text or null: of the role; first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'PractitionerRole/' || p.id as reference, reference_key(p.practitioner) as worker, reference_key(p.organization) as provider, p.roles, p.active, p.period_start, p.period_end,
         first_local_date(p.period_start, r.time_zone) as start_date, first_local_date(p.period_end, r.time_zone) as end_date, r.as_of
  from practitioner_role as p
  cross join run as r
), known_role as (
  select distinct d.reference, k.target as role
  from dated as d
  cross join lateral rows_of(d.roles) as u
  join crosswalk as k on k.map = 'worker-role' and k.code = u.item
)
select d.reference, d.worker, d.provider, k.role, s.target as service,
       coalesce(d.start_date, date '0001-01-01') as first_date,
       case when d.period_start is null then date '0001-01-01' else coalesce(last_local_date(d.period_start, d.start_date), date '9999-12-31') end as first_certain,
       -- a role that isn't active and doesn't say since when may have ended on any day
       case when d.period_end is null and coalesce(d.active, true) then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
left join known_role as k on k.reference = d.reference
left join crosswalk as s on s.map = 'worker-role-to-service' and s.code = k.role
where coalesce(d.start_date, date '0001-01-01') <= d.as_of
