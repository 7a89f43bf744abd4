-- @name credential-on-date
-- @title A credential, training or attestation that holds on the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification

with held as (
  select b.clause, b.reading, q.worker, q.reference, q.attested, q.standing, q.first_date, q.first_certain, q.last_certain, q.last_date
  from qualification as q
  join binding as b on list_has(b.credentials, q.code)
), claim as (
  select clause, reading, worker, reference, first_certain as start_date, last_certain as end_date, 'credential-valid' as reason
  from held
  where attested and standing = 'good'
  union all
  -- its dates or its standing are in doubt
  select clause, reading, worker, reference, first_date as start_date, last_date as end_date, 'credential-undecided' as reason
  from held
  where attested and (standing = 'unknown' or standing = 'good' and (first_date <> first_certain or last_certain <> last_date))
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
)
select clause, reading, worker as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, reference as evidence
from claim
