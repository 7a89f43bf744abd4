-- @name contracted-provider
-- @title A contract with the payer on the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/partner_type as partner_type

with contract as (
  select distinct b.clause, b.reading, a.reference, a.organization, a.first_date, a.first_certain, a.last_certain, a.last_date
  from affiliation as a
  join partner_type as t on t.organization = a.partner
  join binding as b on list_has(b.payers, t.type)
), claim as (
  select clause, reading, organization, reference, first_certain as start_date, last_certain as end_date, 'contract-in-force' as reason
  from contract
  union all
  select clause, reading, organization, reference, first_date as start_date, last_date as end_date, 'contract-undecided' as reason
  from contract
  where first_date <> first_certain or last_certain <> last_date
)
select clause, reading, organization as subject, organization as provider, start_date, end_date, reason, reference as evidence
from claim
