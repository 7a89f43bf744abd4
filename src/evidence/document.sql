-- @name document
-- @title Documents: quality plans of providers, notes and plans in members' records
-- @table
-- @columns reference text: DocumentReference/id; type text or null: code of document-type, where it can be read; provider text or null: who keeps it; member text or null; contacts text[]: Encounter/id that it is about; superseded boolean;
--   written_first, written_last date: the dates it may have been written on; first_date, first_certain, last_certain, last_date date: possible and certain days for which it is meant, both ends inclusive (nothing said: from its writing on)
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/document_reference as document_reference
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with code as (
  select d.id, u.item as code from document_reference as d cross join lateral rows_of(d.types) as u
  union
  select d.id, u.item as code from document_reference as d cross join lateral rows_of(d.loinc) as u
), known_type as (
  select distinct c.id, k.target as type from code as c join crosswalk as k on k.map = 'document-type' and k.code = c.code
), contact_of as (
  select d.id, array_agg(reference_key(u.item)) as contacts from document_reference as d cross join lateral rows_of(d.encounters) as u group by d.id
), dated as (
  select d.*, coalesce(d.creation, d.recorded) as written, coalesce(d.period_start, d.creation, d.recorded) as start_text,
         first_local_date(coalesce(d.creation, d.recorded), r.time_zone) as written_date, first_local_date(coalesce(d.period_start, d.creation, d.recorded), r.time_zone) as start_date,
         first_local_date(d.period_end, r.time_zone) as end_date, r.as_of
  from document_reference as d
  cross join run as r
  where d.status is distinct from 'entered-in-error'
)
select 'DocumentReference/' || d.id as reference, k.type, reference_key(d.custodian) as provider, reference_key(d.subject) as member, c.contacts, coalesce(d.status = 'superseded', false) as superseded,
       coalesce(d.written_date, date '0001-01-01') as written_first, coalesce(last_local_date(d.written, d.written_date), date '9999-12-31') as written_last,
       coalesce(d.start_date, date '0001-01-01') as first_date, coalesce(last_local_date(d.start_text, d.start_date), date '9999-12-31') as first_certain,
       case when d.period_end is null then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
left join known_type as k on k.id = d.id
left join contact_of as c on c.id = d.id
where coalesce(d.written_date, date '0001-01-01') <= d.as_of
