-- @name attestation-on-date
-- @title An attestation about a worker that holds on the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment
-- @relatedDependency https://peerbridge.dev/fhir/Library/verdict as verdict

with told as (
  select b.clause, b.reading, b.and_also, q.worker, q.reference, q.attested, q.standing, q.dated and q.issuer is not null as complete, q.first_date, q.first_certain, q.last_certain, q.last_date
  from qualification as q
  join binding as b on list_has(b.attestations, q.code)
), affirmed as (
  select clause, reading, and_also, worker, reference, first_certain as start_date, last_certain as end_date, 'attested' as reason
  from told
  where attested and standing = 'good' and complete
  union all
  select clause, reading, and_also, worker, reference, first_date as start_date, last_date as end_date, case when complete then 'attestation-undecided' else 'attestation-incomplete' end as reason
  from told
  where attested and (standing = 'unknown' or standing = 'good' and (not complete or first_date <> first_certain or last_certain <> last_date))
), other as (
  -- where nothing else is asked, it is there
  select b.clause, b.reading, e.worker, cast(null as varchar(80)) as provider, 'satisfied' as outcome, date '0001-01-01' as start_date, date '9999-12-31' as end_date
  from binding as b
  cross join (select distinct worker from employment where worker is not null) as e
  where b.and_also is null
  union all
  select b.clause, b.reading, v.subject as worker, v.provider, v.outcome, v.start_date, v.end_date
  from binding as b
  join verdict as v on v.clause = b.and_also
), claim as (
  select a.clause, a.reading, a.worker, o.provider, a.reference, greatest(a.start_date, o.start_date) as start_date, least(a.end_date, o.end_date) as end_date,
         case when a.reason = 'attested' and o.outcome = 'insufficient-data' then 'other-requirement-open' else a.reason end as reason
  from affirmed as a
  join other as o on o.clause = a.clause and o.reading = a.reading and o.worker = a.worker
  where o.outcome <> 'not-satisfied'
  union all
  select clause, reading, worker, provider, cast(null as varchar(80)) as reference, start_date, end_date, 'other-requirement-missing' as reason
  from other
  where outcome = 'not-satisfied'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_certain as start_date, last_certain as end_date, 'attestation-negative' as reason
  from told
  where not attested or standing = 'withdrawn'
)
select clause, reading, worker as subject, provider, start_date, end_date, reason, reference as evidence
from claim
