-- @name organization_type
-- @title What an organization is, by its own type or that of an organization it is part of
-- @table
-- @columns organization text 'Organization/id'; type text, code of organization-type; bearer text, the organization whose record carries the type
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_identifier as organization_identifier
-- @relatedDependency https://peerbridge.dev/fhir/Library/listed_organization as listed_organization

-- An organization that a parameter lists by an identifier system|value is typed so (ambiguity A45).
with recursive own as (
  select 'Organization/' || o.id as organization, u.item as type
  from organization as o
  cross join lateral rows_of(o.types) as u
  union
  select 'Organization/' || i.id as organization, l.type
  from organization_identifier as i
  join listed_organization as l on l.identifier = i.system || '|' || i.value
), part as (
  select 'Organization/' || id as organization, reference_key(part_of) as whole from organization where part_of is not null
), ancestor as (
  select organization, organization as ancestor, ' ' || organization || ' ' as path
  from (select 'Organization/' || id as organization from organization) as o
  union all
  -- partOf may run in a circle: a path enters no organization twice
  select a.organization, p.whole as ancestor, a.path || p.whole || ' ' as path
  from ancestor as a
  join part as p on p.organization = a.ancestor
  where a.path not like '% ' || p.whole || ' %'
)
select distinct a.organization, o.type, o.organization as bearer
from ancestor as a
join own as o on o.organization = a.ancestor
