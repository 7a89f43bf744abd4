-- @name unit_day
-- @title Days for which each clause judges each subject: those of its covers on which the specification applies to the member, in the edition that holds
-- @table
-- @columns clause_id, subject_id, cover_id integer; member text or null; first_date, first_certain, last_certain, last_date date, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/level_clause as level_clause
-- @relatedDependency https://peerbridge.dev/fhir/Library/edition as edition
-- @relatedDependency https://peerbridge.dev/fhir/Library/cover as cover
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_day as specification_day

with dated as (
  select c.clause_id, c.specification, c.over_relation, c.variant, c.service, e.first_date, e.last_date
  from level_clause as c
  join edition as e on e.specification = c.specification
), asked as (
  select c.clause_id, c.specification, v.subject_id, v.cover_id, v.member, greatest(v.first_date, c.first_date) as first_date, greatest(v.first_certain, c.first_date) as first_certain,
         least(v.last_certain, c.last_date) as last_certain, least(v.last_date, c.last_date) as last_date
  from dated as c
  join cover as v on v.relation = c.over_relation and v.variant = c.variant and coalesce(v.service, c.service) = c.service and v.first_date <= c.last_date and v.last_date >= c.first_date
), assigned as (
  select distinct member from specification_day
)
select a.clause_id, a.subject_id, a.cover_id, a.member, a.first_date, a.first_certain, a.last_certain, a.last_date
from asked as a
anti join assigned as s on s.member = a.member
union all
select a.clause_id, a.subject_id, a.cover_id, a.member, greatest(a.first_date, d.start_date) as first_date, greatest(a.first_certain, d.start_date) as first_certain,
       least(a.last_certain, d.end_date) as last_certain, least(a.last_date, d.end_date) as last_date
from asked as a
join specification_day as d on d.specification = a.specification and d.member = a.member and d.start_date <= a.last_date and d.end_date >= a.first_date
