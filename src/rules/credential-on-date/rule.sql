-- @name credential-on-date
-- @title A credential, training or attestation that holds on the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_identity as organization_identity

with approved as (
  select distinct b.clause, b.reading, i.organization as issuer from binding as b join organization_identity as i on list_has(b.issuers, i.identity)
), identified as (
  select distinct organization as issuer from organization_identity
), held as (
  -- an issuer that isn't named, or isn't in the data, may be one of those that are approved
  select b.clause, b.reading, q.worker, q.reference, q.attested, q.standing, q.first_date, q.first_certain, q.last_certain, q.last_date,
         case when list_size(b.issuers) = 0 or a.issuer is not null then 'approved' when k.issuer is null then 'unknown' else 'other' end as issued_by
  from qualification as q
  join binding as b on list_has(b.credentials, q.code)
  left join approved as a on a.clause = b.clause and a.reading = b.reading and a.issuer = q.issuer
  left join identified as k on k.issuer = q.issuer
), claim as (
  select clause, reading, worker, reference, first_certain as start_date, last_certain as end_date, 'credential-valid' as reason
  from held
  where attested and standing = 'good' and issued_by = 'approved'
  union all
  -- its dates or its standing are in doubt
  select clause, reading, worker, reference, first_date as start_date, last_date as end_date, 'credential-undecided' as reason
  from held
  where attested and issued_by = 'approved' and (standing = 'unknown' or standing = 'good' and (first_date <> first_certain or last_certain <> last_date))
  union all
  select clause, reading, worker, reference, first_date as start_date, last_date as end_date, case when issued_by = 'unknown' then 'issuer-unknown' else 'issuer-not-approved' end as reason
  from held
  where attested and standing in ('good', 'unknown') and issued_by <> 'approved'
  union all
  select clause, reading, worker, reference, add_days(last_date, 1) as start_date, date '9999-12-31' as end_date, 'credential-expired' as reason
  from held
  where attested and standing in ('good', 'unknown') and last_date < date '9999-12-31'
  union all
  select clause, reading, worker, reference, first_date as start_date, date '9999-12-31' as end_date, 'credential-withdrawn' as reason
  from held
  where attested and standing = 'withdrawn'
  union all
  select clause, reading, worker, reference, first_date as start_date, date '9999-12-31' as end_date, 'credential-denied' as reason
  from held
  where not attested
  union all
  -- what says that there is none, such as a level of education
  select b.clause, b.reading, q.worker, q.reference, q.first_certain as start_date, q.last_certain as end_date, 'credential-denied' as reason
  from qualification as q
  join binding as b on list_has(b.denied_by, q.code)
  where q.attested and q.standing = 'good'
)
select clause, reading, worker as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, reference as evidence
from claim
