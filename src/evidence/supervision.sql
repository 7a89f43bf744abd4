-- @name supervision
-- @title By whom workers are supervised, from when to when
-- @table
-- @columns reference text: PractitionerRole/id of who is supervised; worker text or null: its Practitioner; provider text or null: its organization;
--   supervising_worker text or null: the Practitioner/id of who supervises, where that is in the data; topics text[]: codes of supervision-topic that it covers;
--   first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role_supervisor as practitioner_role_supervisor
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with role as (
  select 'PractitionerRole/' || id as reference, reference_key(practitioner) as worker, reference_key(organization) as provider from practitioner_role
), dated as (
  select 'PractitionerRole/' || s.id as reference, reference_key(s.supervisor) as supervisor, s.topics, s.period_start, s.period_end,
         first_local_date(s.period_start, r.time_zone) as start_date, first_local_date(s.period_end, r.time_zone) as end_date, r.as_of
  from practitioner_role_supervisor as s
  cross join run as r
)
select d.reference, w.worker, w.provider, case when d.supervisor like 'Practitioner/%' then d.supervisor else v.worker end as supervising_worker, d.topics,
       coalesce(d.start_date, date '0001-01-01') as first_date,
       case when d.period_start is null then date '0001-01-01' else coalesce(last_local_date(d.period_start, d.start_date), date '9999-12-31') end as first_certain,
       case when d.period_end is null then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
join role as w on w.reference = d.reference
left join role as v on v.reference = d.supervisor
where coalesce(d.start_date, date '0001-01-01') <= d.as_of
