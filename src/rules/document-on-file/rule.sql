-- @name document-on-file
-- @title A provider keeps a document of some type that is current
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode

with served as (
  select distinct variant, service, provider from episode where provider is not null
), kept as (
  -- what nobody is said to keep may be anybody's; what can't be read may be of the type, unless it is about a member
  select b.clause, b.reading, s.provider, d.reference, d.first_date, d.first_certain, coalesce(d.provider = s.provider and d.type = b.type and not d.superseded, false) as certain,
         least(d.last_certain, case when b.max_age_months is null then date '9999-12-31' else add_months(d.written_first, b.max_age_months) end) as last_certain,
         least(d.last_date, case when b.max_age_months is null or d.written_last = date '9999-12-31' then date '9999-12-31' else add_months(d.written_last, b.max_age_months) end) as last_date
  from document as d
  cross join binding as b
  join served as s on s.variant = b.variant and s.service = b.service
  where coalesce(d.type = b.type, d.member is null) and coalesce(d.provider = s.provider, true)
), claim as (
  select clause, reading, provider, reference, first_certain as start_date, last_certain as end_date, 'document-current' as reason from kept where certain
  union all
  select clause, reading, provider, reference, first_date as start_date, last_date as end_date, 'document-undecided' as reason from kept
  union all
  select clause, reading, provider, reference, add_days(last_date, 1) as start_date, date '9999-12-31' as end_date, 'document-lapsed' as reason
  from kept
  where certain and last_date < date '9999-12-31'
)
select clause, reading, provider as subject, provider, start_date, end_date, reason, reference as evidence
from claim
where start_date <= end_date
