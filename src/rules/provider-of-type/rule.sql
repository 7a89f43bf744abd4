-- @name provider-of-type
-- @title A provider of the right type, or under subcontract of one
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_type as organization_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/agreement as agreement

with asked as (
  select distinct b.clause, b.reading, b.types, b.subcontract, e.provider, e.dangling
  from episode as e
  join binding as b on b.service = e.service and b.variant = e.variant
  where e.provider is not null
), right_type as (
  select a.clause, a.reading, t.organization, t.bearer
  from (select distinct clause, reading, types from asked) as a
  join organization_type as t on list_has(a.types, t.type)
), typed as (
  select distinct organization from organization_type where bearer = organization
), bought as (
  select a.clause, a.reading, a.provider, g.reference, g.organization, g.first_date, g.first_certain, g.last_certain, g.last_date,
         exists (select 1 from right_type as r where r.clause = a.clause and r.reading = a.reading and r.organization = g.organization) as buyer_right,
         exists (select 1 from typed as t where t.organization = g.organization) as buyer_typed
  from asked as a
  join agreement as g on g.participating_organization = a.provider and g.type = a.subcontract
), claim as (
  select a.clause, a.reading, a.provider, r.bearer as evidence, date '0001-01-01' as start_date, date '9999-12-31' as end_date, 'provider-eligible' as reason
  from asked as a
  join right_type as r on r.clause = a.clause and r.reading = a.reading and r.organization = a.provider
  union all
  select clause, reading, provider, reference as evidence, first_certain as start_date, last_certain as end_date, 'provider-eligible' as reason
  from bought
  where buyer_right and first_certain <= last_certain
  union all
  select b.clause, b.reading, b.provider, r.bearer as evidence, b.first_certain as start_date, b.last_certain as end_date, 'provider-eligible' as reason
  from bought as b
  join right_type as r on r.clause = b.clause and r.reading = b.reading and r.organization = b.organization
  where b.first_certain <= b.last_certain
  union all
  select clause, reading, provider, reference as evidence, first_date as start_date, last_date as end_date, 'affiliation-undecided' as reason
  from bought
  where first_date <= last_date
    and (buyer_right and (first_date <> first_certain or last_date <> last_certain) or not buyer_right and not buyer_typed)
  union all
  select a.clause, a.reading, a.provider, case when not a.dangling then a.provider end as evidence, date '0001-01-01' as start_date, date '9999-12-31' as end_date,
         case when t.organization is null then 'provider-type-unknown' else 'provider-not-eligible' end as reason
  from asked as a
  left join typed as t on t.organization = a.provider
)
select clause, reading, cast(null as varchar(80)) as member, provider, cast(null as varchar(80)) as episode, evidence, start_date, end_date, reason
from claim
union all
select b.clause, b.reading, cast(null as varchar(80)) as member, cast(null as varchar(80)) as provider, e.reference as episode, e.reference as evidence,
       e.first_date as start_date, e.last_date as end_date, 'provider-type-unknown' as reason
from episode as e
join binding as b on b.service = e.service and b.variant = e.variant
where e.provider is null
