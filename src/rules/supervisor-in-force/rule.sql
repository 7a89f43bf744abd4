-- @name supervisor-in-force
-- @title Supervision in force on the day, by somebody qualified for it on that day
-- @relatedDependency https://peerbridge.dev/fhir/Library/supervision as supervision
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_identity as organization_identity

with approved as (
  select distinct b.clause, b.reading, i.organization as issuer from binding as b join organization_identity as i on list_has(b.issuers, i.identity)
), identified as (
  select distinct organization as issuer from organization_identity
), held as (
  -- an issuer that isn't named, or isn't in the data, may be one of those that are approved
  select b.clause, b.reading, q.worker, q.first_date, q.first_certain, q.last_certain, q.last_date,
         q.standing = 'good' and (list_size(b.issuers) = 0 or a.issuer is not null) as certain
  from qualification as q
  join binding as b on list_has(b.supervisor_holds, q.code)
  left join approved as a on a.clause = b.clause and a.reading = b.reading and a.issuer = q.issuer
  left join identified as k on k.issuer = q.issuer
  where q.attested and q.standing in ('good', 'unknown') and (list_size(b.issuers) = 0 or a.issuer is not null or k.issuer is null)
), documented as (
  -- of whom something is recorded that can be read: what isn't there may then be taken for missing
  select distinct worker from qualification where code is not null
), supervised as (
  select b.clause, b.reading, s.reference, s.worker, s.provider, s.supervising_worker, s.first_date, s.first_certain, s.last_certain, s.last_date, d.worker is not null as documented
  from supervision as s
  left join documented as d on d.worker = s.supervising_worker
  cross join binding as b
), claim as (
  select s.clause, s.reading, s.worker, s.provider, s.reference, greatest(s.first_certain, h.first_certain) as start_date, least(s.last_certain, h.last_certain) as end_date, 'supervised' as reason
  from supervised as s
  join held as h on h.clause = s.clause and h.reading = s.reading and h.worker = s.supervising_worker
  where h.certain
  union all
  -- it may be in force, and the supervisor may be qualified
  select s.clause, s.reading, s.worker, s.provider, s.reference, greatest(s.first_date, h.first_date) as start_date, least(s.last_date, h.last_date) as end_date, 'supervision-undecided' as reason
  from supervised as s
  join held as h on h.clause = s.clause and h.reading = s.reading and h.worker = s.supervising_worker
  union all
  select clause, reading, worker, provider, reference, first_date as start_date, last_date as end_date, 'supervisor-unknown' as reason
  from supervised
  where not documented
  union all
  select clause, reading, worker, provider, reference, first_certain as start_date, last_certain as end_date, 'supervisor-not-qualified' as reason
  from supervised
  where documented
)
select clause, reading, worker as subject, provider, start_date, end_date, reason, reference as evidence
from claim
where worker is not null
