-- @name contact_goal
-- @title Which goals and plans contacts, and encounters without the member, work on
-- @table
-- @columns reference text: Encounter/id; pursues text: Goal/id or CarePlan/id; member text; certain boolean: neither its status nor its dates leave a doubt;
--   engaged boolean or null: whether the member took part, where the contact says so
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter_documentation as encounter_documentation
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan_item as care_plan_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/activity as activity

with named as (
  select 'Encounter/' || e.id as reference, reference_key(u.item) as pursues
  from encounter_documentation as e
  cross join lateral rows_of(e.pursues) as u
  where reference_key(u.item) is not null
  union
  select reference_key(u.item) as reference, 'CarePlan/' || i.id as pursues
  from care_plan_item as i
  cross join lateral rows_of(i.outcomes) as u
  where reference_key(u.item) like 'Encounter/%'
), held as (
  -- an appointment that was cancelled, or is still to come, names its goal and works on none
  select reference, member, certain, engaged from contact_record
  union
  select reference, member, certain, cast(null as boolean) as engaged from activity where collateral
)
select n.reference, n.pursues, h.member, h.certain, h.engaged
from named as n
join held as h on h.reference = n.reference
