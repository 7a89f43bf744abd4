-- @name partner_type
-- @title What kinds of partner an organization is, by its own record; one that isn't here may be of any kind
-- @table
-- @columns organization text; type text: code of organization-type, or of another name of the same kind (ambiguity A41)
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_type as organization_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

-- An agreement is with the organization that it names, not with the one above: a practice of a hospital is no hospital.
with own as (
  select organization, type from organization_type where bearer = organization
)
select organization, type from own
union
select o.organization, k.target as type
from own as o
join crosswalk as k on k.map = 'partner-alias' and k.code = o.type
