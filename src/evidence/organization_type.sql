-- @name organization_type
-- @title What an organization is, by its own type or that of an organization it is part of
-- @table
-- @columns organization text 'Organization/id'; type text, code of organization-type; bearer text, the organization whose record carries the type
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_identifier as organization_identifier
-- @relatedDependency https://peerbridge.dev/fhir/Library/listed_organization as listed_organization
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_ancestor as organization_ancestor

-- An organization that a parameter lists by an identifier system|value is typed so (ambiguity A45).
with own as (
  select 'Organization/' || o.id as organization, u.item as type
  from organization as o
  cross join lateral rows_of(o.types) as u
  union
  select 'Organization/' || i.id as organization, l.type
  from organization_identifier as i
  join listed_organization as l on l.identifier = i.system || '|' || i.value
)
select distinct a.organization, o.type, o.organization as bearer
from organization_ancestor as a
join own as o on o.organization = a.ancestor
