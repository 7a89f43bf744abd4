-- @name agreement-form
-- @title An agreement has one of the forms that a clause lists
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with known as (
  select distinct a.reference, a.type, s.code is not null as bought
  from affiliation as a
  left join crosswalk as s on s.map = 'subcontract-buyer' and s.code = a.type
  where a.type is not null
)
select b.clause, b.reading, k.reference as subject, cast(null as varchar(80)) as provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date,
       case when list_has(b.forms, k.type) then 'form-accepted' when k.bought then 'buys-service' else 'form-not-accepted' end as reason, k.reference as evidence
from known as k
cross join binding as b
