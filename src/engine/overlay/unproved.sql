-- @name unproved
-- @title Where absence proves nothing: clauses and episodes whose evidence isn't known complete
-- @table
-- @columns clause, reading text; episode_id integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/absence as absence
-- @relatedDependency https://peerbridge.dev/fhir/Library/gap as gap
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key

select distinct a.clause, a.reading, e.episode_id
from absence as a
join gap as g on g.resource_type = a.resource_type
join episode_key as e on e.specification = a.specification and (g.subject is null or g.subject = e.member)
