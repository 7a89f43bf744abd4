-- @name consent
-- @title What members consent to, or refuse
-- @table
-- @columns reference text: Consent/id; member text; category text or null: code of consent-category, where it can be read; decision text or null: permit | deny; certain boolean: its status leaves no doubt; recipients text[]: Type/id of those it names;
--   first_date, first_certain, last_certain, last_date date: possible and certain days on which it holds, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/consent_record as consent_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'Consent/' || c.id as reference, reference_key(c.patient) as member, c.categories, coalesce(c.status, 'unknown') as status, c.decision, c.recipients,
         coalesce(c.period_start, c.date_time) as start_text, c.period_end,
         first_local_date(coalesce(c.period_start, c.date_time), r.time_zone) as start_date, first_local_date(c.period_end, r.time_zone) as end_date, r.as_of
  from consent_record as c
  cross join run as r
  where c.status is distinct from 'entered-in-error'
    -- consents to treatment, to research and advance directives are of other matters (HL7 consentscope)
    and not lists_overlap(c.scopes, words_of('adr research treatment'))
), known_category as (
  select distinct d.reference, k.target as category
  from dated as d
  cross join lateral rows_of(d.categories) as u
  join crosswalk as k on k.map = 'consent-category' and k.code = u.item
)
select d.reference, d.member, k.category, case when d.status = 'rejected' then 'deny' else d.decision end as decision, d.status in ('active', 'inactive', 'rejected') as certain, d.recipients,
       coalesce(d.start_date, date '0001-01-01') as first_date, coalesce(last_local_date(d.start_text, d.start_date), date '9999-12-31') as first_certain,
       -- one that is no longer active, and doesn't say since when, may have ended on any day
       case when d.period_end is null and d.status <> 'inactive' then date '9999-12-31' else coalesce(d.end_date, date '0001-01-01') end as last_certain,
       coalesce(last_local_date(d.period_end, d.end_date), date '9999-12-31') as last_date
from dated as d
left join known_category as k on k.reference = d.reference
where coalesce(d.start_date, date '0001-01-01') <= d.as_of
