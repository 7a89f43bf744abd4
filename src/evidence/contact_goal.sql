-- @name contact_goal
-- @title Which goals and plans contacts work on
-- @table
-- @columns reference text: Encounter/id of the contact; pursues text: Goal/id or CarePlan/id
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter_documentation as encounter_documentation
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan_item as care_plan_item

select 'Encounter/' || e.id as reference, reference_key(u.item) as pursues
from encounter_documentation as e
cross join lateral rows_of(e.pursues) as u
where reference_key(u.item) is not null
union
select reference_key(u.item) as reference, 'CarePlan/' || i.id as pursues
from care_plan_item as i
cross join lateral rows_of(i.outcomes) as u
where reference_key(u.item) like 'Encounter/%'
