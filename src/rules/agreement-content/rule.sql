-- @name agreement-content
-- @title An agreement says all that a clause asks it to say
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation_content as affiliation_content
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with agreement_kind as (
  -- a form that can't be read may be either kind
  select a.reference, bool_or(a.type is not null and s.code is not null) as buys, bool_or(a.type is not null and s.code is null) as refers
  from affiliation as a
  left join crosswalk as s on s.map = 'subcontract-buyer' and s.code = a.type
  group by a.reference
), wanted as (
  select b.clause, b.reading, k.reference, u.item as content
  from agreement_kind as k
  cross join binding as b
  cross join lateral rows_of(b.contents) as u
), counted as (
  select w.clause, w.reading, w.reference, count(*) as items, sum(case when c.present then 1 else 0 end) as there, sum(case when not c.present then 1 else 0 end) as lacking
  from wanted as w
  left join affiliation_content as c on c.reference = w.reference and c.content = w.content
  group by w.clause, w.reading, w.reference
), judged as (
  select c.clause, c.reading, c.reference,
         case when case when b.subcontract then k.refers and not k.buys else k.buys end then 'other-kind-of-agreement'
              when b.subcontract and not k.buys then 'kind-unknown'
              when c.lacking > 0 then 'content-missing' when c.there = c.items then 'content-complete' else 'content-unknown' end as reason
  from counted as c
  join binding as b on b.clause = c.clause and b.reading = c.reading
  join agreement_kind as k on k.reference = c.reference
)
select clause, reading, reference as subject, cast(null as varchar(80)) as provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date, reason, reference as evidence
from judged
