-- @name supervision_session
-- @title Sessions of supervision that are logged, a row for each who took part
-- @table
-- @columns reference text: Encounter/id; participant text or null: PractitionerRole/id or Practitioner/id, where it can be told; worker text or null: its Practitioner; provider text or null: its organization;
--   topics text[]: codes of supervision-topic; certain boolean: its status leaves no doubt; first_date, last_date date: the dates it may have been on
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/supervision_encounter as supervision_encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with role as (
  select 'PractitionerRole/' || id as reference, reference_key(practitioner) as worker, reference_key(organization) as provider from practitioner_role
), dated as (
  select 'Encounter/' || s.id as reference, reference_key(u.item) as participant, s.topics, coalesce(s.status, 'unknown') = 'finished' as certain, s.period_start,
         first_local_date(s.period_start, r.time_zone) as start_date, r.as_of
  from supervision_encounter as s
  cross join run as r
  left join lateral rows_of(s.participants) as u on true
  where s.status is null or s.status in ('finished', 'in-progress', 'arrived', 'triaged', 'onleave', 'unknown')   -- as contacts, case-rate 14
)
select d.reference, d.participant, case when d.participant like 'Practitioner/%' then d.participant else w.worker end as worker, w.provider, d.topics, d.certain,
       coalesce(d.start_date, date '0001-01-01') as first_date, coalesce(last_local_date(d.period_start, d.start_date), date '9999-12-31') as last_date
from dated as d
left join role as w on w.reference = d.participant
where coalesce(d.start_date, date '0001-01-01') <= d.as_of
