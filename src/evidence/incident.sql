-- @name incident
-- @title Incidents: when they happened, when somebody knew, whether they are to be reported
-- @table
-- @columns reference text: AdverseEvent/id; member text or null: to whom it happened; provider text or null: of who recorded it; reportable boolean or null: nothing says;
--   first_date, last_date date: the dates it may have happened on; known_first, known_last date: the dates on which it may have been detected (else recorded)
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/adverse_event as adverse_event
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'AdverseEvent/' || a.id as reference, reference_key(a.subject) as subject, reference_key(a.recorder) as recorder, a.reportable, a.occurred, coalesce(a.detected, a.recorded) as known,
         first_local_date(a.occurred, r.time_zone) as occurred_date, first_local_date(coalesce(a.detected, a.recorded), r.time_zone) as known_date, r.as_of
  from adverse_event as a
  cross join run as r
)
select d.reference, case when d.subject like 'Patient/%' then d.subject end as member, coalesce(case when d.recorder like 'Organization/%' then d.recorder end, reference_key(p.organization)) as provider, d.reportable,
       coalesce(d.occurred_date, date '0001-01-01') as first_date,
       -- what nobody dated had happened when somebody knew of it
       coalesce(last_local_date(d.occurred, d.occurred_date), last_local_date(d.known, d.known_date), date '9999-12-31') as last_date,
       coalesce(d.known_date, date '0001-01-01') as known_first, coalesce(last_local_date(d.known, d.known_date), date '9999-12-31') as known_last
from dated as d
left join practitioner_role as p on 'PractitionerRole/' || p.id = d.recorder
where coalesce(d.occurred_date, d.known_date, date '0001-01-01') <= d.as_of
