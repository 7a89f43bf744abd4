-- @name unproved_unit
-- @title Where absence proves nothing: clauses and subjects whose evidence isn't known complete
-- @table
-- @columns clause_id, subject_id integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_absence as clause_absence
-- @relatedDependency https://peerbridge.dev/fhir/Library/gap as gap
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_day as unit_day

with lacking as (
  select distinct a.clause_id, g.subject from clause_absence as a join gap as g on g.resource_type = a.resource_type
)
select u.clause_id, u.subject_id from lacking as l join unit_day as u on u.clause_id = l.clause_id where l.subject is null
union
select u.clause_id, u.subject_id from lacking as l join unit_day as u on u.clause_id = l.clause_id and u.member = l.subject
union
-- what is lacking of one member may be lacking of a provider or worker
select u.clause_id, u.subject_id from lacking as l join unit_day as u on u.clause_id = l.clause_id where u.member is null
