-- @name work-toward-credential
-- @title A credential, or work toward it, on the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_identity as organization_identity
-- @relatedDependency https://peerbridge.dev/fhir/Library/verdict as verdict

with approved as (
  select distinct b.clause, b.reading, i.organization as issuer from binding as b join organization_identity as i on list_has(b.issuers, i.identity)
), identified as (
  select distinct organization as issuer from organization_identity
), credential as (
  -- an issuer that isn't named, or isn't in the data, may be one of those that are approved
  select b.clause, b.reading, b.held_is, q.worker, q.reference, q.standing, q.first_date, q.first_certain, q.last_certain, q.last_date,
         case when list_size(b.issuers) = 0 or a.issuer is not null then 'approved' when k.issuer is null then 'unknown' else 'other' end as issued_by
  from qualification as q
  join binding as b on list_has(b.credentials, q.code)
  left join approved as a on a.clause = b.clause and a.reading = b.reading and a.issuer = q.issuer
  left join identified as k on k.issuer = q.issuer
  where q.attested
), way as (
  -- who is on the way may be so recorded as pending; a limit counts from the beginning, where one is recorded
  select b.clause, b.reading, b.progress_counts, q.worker, q.reference, q.attested, q.standing, q.first_date, q.first_certain,
         case when b.max_months is null then q.last_certain when not q.dated then date '0001-01-01' else least(q.last_certain, add_months(q.first_date, b.max_months)) end as last_certain,
         case when b.max_months is null then q.last_date when not q.dated then q.last_date else least(q.last_date, add_months(q.first_certain, b.max_months)) end as last_date
  from qualification as q
  join binding as b on list_has(b.progress, q.code)
), under_way as (
  select clause, reading, worker, reference, standing in ('good', 'pending') as certain, first_date, first_certain, last_certain, last_date
  from way
  where progress_counts and attested and standing <> 'withdrawn'
), on_a_way as (
  select distinct u.clause, u.reading, u.worker, b.trainings, b.and_also
  from under_way as u
  join binding as b on b.clause = u.clause and b.reading = u.reading
), training as (
  -- whose training is pending is enrolled; where none is asked for, none is missing
  select b.clause, b.reading, q.worker, q.standing in ('good', 'pending') as certain, q.first_date, q.first_certain, q.last_certain, q.last_date
  from qualification as q
  join binding as b on list_has(b.trainings, q.code)
  where q.attested and q.standing <> 'withdrawn'
  union all
  select clause, reading, worker, true as certain, date '0001-01-01' as first_date, date '0001-01-01' as first_certain, date '9999-12-31' as last_certain, date '9999-12-31' as last_date
  from on_a_way
  where trainings is null
), also as (
  select b.clause, b.reading, v.subject as worker, v.provider, v.outcome = 'satisfied' as certain, v.start_date, v.end_date
  from verdict as v
  join binding as b on b.and_also = v.clause
  where v.outcome <> 'not-satisfied'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, true as certain, date '0001-01-01' as start_date, date '9999-12-31' as end_date
  from on_a_way
  where and_also is null
), step as (
  -- what being on the way takes: a training, and that the other clause holds
  select t.clause, t.reading, t.worker, a.provider, t.certain and a.certain as certain, greatest(t.first_date, a.start_date) as first_date, greatest(t.first_certain, a.start_date) as first_certain,
         least(t.last_certain, a.end_date) as last_certain, least(t.last_date, a.end_date) as last_date
  from training as t
  join also as a on a.clause = t.clause and a.reading = t.reading and a.worker = t.worker
), missing as (
  select b.clause, b.reading, v.subject as worker, v.provider, v.start_date, v.end_date
  from verdict as v
  join binding as b on b.and_also = v.clause
  where v.outcome = 'not-satisfied'
), claim as (
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_certain as start_date, last_certain as end_date, case when held_is = 'satisfied' then 'credential-valid' else 'credential-held' end as reason
  from credential
  where standing = 'good' and issued_by = 'approved'
  union all
  -- it may be held; where that asks for nothing, the way alone decides
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_date as start_date, last_date as end_date, 'credential-undecided' as reason
  from credential
  where held_is = 'satisfied' and standing in ('good', 'unknown') and issued_by <> 'other'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_date as start_date, last_date as end_date, 'issuer-not-approved' as reason
  from credential
  where held_is = 'satisfied' and standing in ('good', 'unknown') and issued_by = 'other'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, add_days(last_date, 1) as start_date, date '9999-12-31' as end_date, 'credential-expired' as reason
  from credential
  where held_is = 'satisfied' and standing in ('good', 'unknown') and last_date < date '9999-12-31'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_date as start_date, date '9999-12-31' as end_date, 'credential-withdrawn' as reason
  from credential
  where held_is = 'satisfied' and standing = 'withdrawn'
  union all
  select u.clause, u.reading, u.worker, s.provider, u.reference, greatest(u.first_certain, s.first_certain) as start_date, least(u.last_certain, s.last_certain) as end_date, 'on-the-way' as reason
  from under_way as u
  join step as s on s.clause = u.clause and s.reading = u.reading and s.worker = u.worker
  where u.certain and s.certain
  union all
  select u.clause, u.reading, u.worker, s.provider, u.reference, greatest(u.first_date, s.first_date) as start_date, least(u.last_date, s.last_date) as end_date, 'progress-undecided' as reason
  from under_way as u
  join step as s on s.clause = u.clause and s.reading = u.reading and s.worker = u.worker
  union all
  -- a clause that isn't satisfied says that the step is missing; of a training that isn't recorded nothing is known
  select u.clause, u.reading, u.worker, m.provider, u.reference, greatest(u.first_date, m.start_date) as start_date, least(u.last_date, m.end_date) as end_date, 'step-missing' as reason
  from under_way as u
  join missing as m on m.clause = u.clause and m.reading = u.reading and m.worker = u.worker
  union all
  select u.clause, u.reading, u.worker, a.provider, u.reference, greatest(u.first_date, a.start_date) as start_date, least(u.last_date, a.end_date) as end_date, 'step-unknown' as reason
  from under_way as u
  join also as a on a.clause = u.clause and a.reading = u.reading and a.worker = u.worker
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_certain as start_date, last_certain as end_date, 'progress-not-enough' as reason
  from way
  where not progress_counts and attested and standing <> 'withdrawn'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, add_days(last_date, 1) as start_date, date '9999-12-31' as end_date, 'progress-ended' as reason
  from way
  where attested and standing <> 'withdrawn' and last_date < date '9999-12-31'
  union all
  select clause, reading, worker, cast(null as varchar(80)) as provider, reference, first_date as start_date, date '9999-12-31' as end_date, 'progress-ended' as reason
  from way
  where not attested or standing = 'withdrawn'
)
select clause, reading, worker as subject, provider, start_date, end_date, reason, reference as evidence
from claim
