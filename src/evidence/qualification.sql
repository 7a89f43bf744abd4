-- @name qualification
-- @title What workers hold, are working toward, or are attested to have lived: credentials, trainings, diplomas, attestations
-- @table
-- @columns reference, worker text: the same, Practitioner/id; code text or null: of qualification (also no-diploma), where it can be read; attested boolean: false where somebody says that it is not so;
--   standing text: good | pending | withdrawn | unknown, as its record says (nothing said: good); issuer text or null: who issued or attested it; dated boolean: it says when it began;
--   first_date, first_certain, last_certain, last_date date: possible and certain days from its beginning (issue, completion, attestation) to its end, both inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_qualification as practitioner_qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'Practitioner/' || q.id as worker, q.position, k.target as code, q.attested, q.standing, reference_key(q.issuer) as issuer, q.period_start, q.period_end,
         first_local_date(q.period_start, r.time_zone) as start_date, first_local_date(q.period_end, r.time_zone) as end_date, r.as_of
  from practitioner_qualification as q
  cross join run as r
  left join crosswalk as k on k.map = 'qualification' and k.system = q.system and k.code = q.code
), legible as (
  select worker, position from dated where code is not null
)
select distinct d.worker as reference, d.worker, d.code, coalesce(d.attested, true) as attested,
       case when d.standing is null then 'good' else coalesce(s.target, 'unknown') end as standing, d.issuer, d.start_date is not null as dated,
       coalesce(d.start_date, date '0001-01-01') as first_date,
       case when d.period_start is null then date '0001-01-01' else coalesce(last_local_date(d.period_start, d.start_date), date '9999-12-31') end as first_certain,
       case when d.period_end is null then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
left join crosswalk as s on s.map = 'qualification-standing' and s.code = d.standing
left join legible as l on l.worker = d.worker and l.position = d.position
where (d.code is not null or l.worker is null)   -- a code that can't be read beside one that can says nothing more
  and s.target is distinct from 'in-error'
  and coalesce(d.start_date, date '0001-01-01') <= d.as_of
