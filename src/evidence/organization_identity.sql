-- @name organization_identity
-- @title By what lists of contracts name an organization: its identifiers, and its reference
-- @columns organization text; identity text: system|value, or Organization/id
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_identifier as organization_identifier

select 'Organization/' || id as organization, system || '|' || value as identity from organization_identifier where system is not null and value is not null
union
select 'Organization/' || id as organization, 'Organization/' || id as identity from organization
