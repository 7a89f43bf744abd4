-- @name agreement-with-partner
-- @title A written agreement with a partner of some kind
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/partner_type as partner_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with written as (
  -- a subcontract buys a service; it is no agreement about members who are referred. A form that can't be read may be either.
  select a.reference, a.organization, a.partner, a.first_date, a.first_certain, a.last_certain, a.last_date
  from affiliation as a
  anti join crosswalk as s on s.map = 'subcontract-buyer' and s.code = a.type
), of_kind as (
  select distinct b.clause, b.reading, t.organization as partner from binding as b join partner_type as t on list_has(b.partner_types, t.type)
), untyped as (
  -- for the one party the other may be of unknown kind, and not the other way round
  select distinct w.reference, w.organization from written as w left join partner_type as t on t.organization = w.partner where t.organization is null
), claim as (
  select k.clause, k.reading, w.organization, w.reference, w.first_certain as start_date, w.last_certain as end_date, 'agreement-in-force' as reason
  from written as w
  join of_kind as k on k.partner = w.partner
  union all
  select k.clause, k.reading, w.organization, w.reference, w.first_date as start_date, w.last_date as end_date, 'agreement-undecided' as reason
  from written as w
  join of_kind as k on k.partner = w.partner
  where w.first_date <> w.first_certain or w.last_certain <> w.last_date
  union all
  select b.clause, b.reading, w.organization, w.reference, w.first_date as start_date, w.last_date as end_date, 'partner-kind-unknown' as reason
  from written as w
  semi join untyped as u on u.reference = w.reference and u.organization = w.organization
  cross join binding as b
)
select clause, reading, organization as subject, organization as provider, start_date, end_date, reason, reference as evidence
from claim
