-- @name unproved
-- @title Where absence proves nothing: clauses and episodes whose evidence isn't known complete
-- @table
-- @columns clause, reading text; episode_id integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/absence as absence
-- @relatedDependency https://peerbridge.dev/fhir/Library/gap as gap
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key

with wanting as (
  select distinct a.specification, a.clause, a.reading, g.subject
  from absence as a
  join gap as g on g.resource_type = a.resource_type
)
-- a type that is incomplete as a whole is so for each member
select w.clause, w.reading, e.episode_id
from wanting as w
join episode_key as e on e.specification = w.specification
where w.subject is null
union
select w.clause, w.reading, e.episode_id
from wanting as w
join episode_key as e on e.specification = w.specification and e.member = w.subject
where w.subject is not null
