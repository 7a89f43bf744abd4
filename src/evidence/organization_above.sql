-- @name organization_above
-- @title Organizations that a contact of an organization also counts for: what it is part of, and who buys its service (case-rate 10)
-- @table
-- @columns organization text; above text; first_date, first_certain, last_certain, last_date date, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/Library/agreement as agreement
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_type as organization_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with recursive buyer as (
  -- known not to buy: typed by its own record, and neither it nor an organization above it is of a buyer's type
  select t.organization, s.code as agreement, bool_or(b.target is not null) as buys
  from organization_type as t
  cross join (select distinct code from crosswalk where map = 'subcontract-buyer') as s
  left join crosswalk as b on b.map = 'subcontract-buyer' and b.code = s.code and b.target = t.type
  group by t.organization, s.code
  having bool_or(b.target is not null) or bool_or(t.bearer = t.organization)
), step as (
  select 'Organization/' || id as organization, reference_key(part_of) as above,
         date '0001-01-01' as first_date, date '0001-01-01' as first_certain, date '9999-12-31' as last_certain, date '9999-12-31' as last_date
  from organization
  where part_of is not null
  union all
  -- A subcontract is one only where a center of the right type buys (case-rate 25); a buyer of unknown type may be one.
  select g.participating_organization as organization, g.organization as above, g.first_date,
         case when k.buys then g.first_certain else date '9999-12-31' end as first_certain,
         case when k.buys then g.last_certain else date '0001-01-01' end as last_certain, g.last_date
  from agreement as g
  semi join crosswalk as s on s.map = 'subcontract-buyer' and s.code = g.type
  left join buyer as k on k.organization = g.organization and k.agreement = g.type
  where k.organization is null or k.buys
), climb as (
  select organization, above, first_date, first_certain, last_certain, last_date, ' ' || organization || ' ' || above || ' ' as path
  from step
  where organization <> above
  union all
  select c.organization, s.above, greatest(c.first_date, s.first_date) as first_date, greatest(c.first_certain, s.first_certain) as first_certain,
         least(c.last_certain, s.last_certain) as last_certain, least(c.last_date, s.last_date) as last_date, c.path || s.above || ' ' as path
  from climb as c
  join step as s on s.organization = c.above
  where c.path not like '% ' || s.above || ' %'
)
select distinct organization, above, first_date, first_certain, last_certain, last_date
from climb
where first_date <= last_date
