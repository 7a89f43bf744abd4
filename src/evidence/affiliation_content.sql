-- @name affiliation_content
-- @title What agreements say that they contain or lack; what one doesn't mention is unknown
-- @table
-- @columns reference text; content text: code of agreement-content; present boolean or null: it says both
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation_content as organization_affiliation_content
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

select 'OrganizationAffiliation/' || c.id as reference, k.target as content,
       -- what is listed without more is there
       case when bool_and(coalesce(c.present, true)) = bool_or(coalesce(c.present, true)) then bool_or(coalesce(c.present, true)) end as present
from organization_affiliation_content as c
cross join lateral rows_of(c.contents) as u
join crosswalk as k on k.map = 'agreement-content' and k.code = u.item
group by c.id, k.target
