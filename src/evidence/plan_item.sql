-- @name plan_item
-- @title What a plan holds: needs that it identifies, activities, goals
-- @table
-- @columns reference text: CarePlan/id; source text: identified | activity | goal; domain text or null: code of plan-domain, where it can be read; status text or null: of the activity or goal, as FHIR codes it; goal text or null: Goal/id, of a goal that can be told
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan as care_plan
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan_item as care_plan_item
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan_need as care_plan_need
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/goal_record as goal_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with item as (
  select 'CarePlan/' || id as reference, 'identified' as source, domains, cast(null as varchar(80)) as status, cast(null as varchar(80)) as goal from care_plan_need
  union all
  select 'CarePlan/' || id as reference, 'activity' as source, domains, status, cast(null as varchar(80)) as goal from care_plan_item
  union all
  select 'CarePlan/' || p.id as reference, 'goal' as source, g.domains, g.status, reference_key(u.item) as goal
  from care_plan as p
  cross join lateral rows_of(p.goals) as u
  left join goal_record as g on 'Goal/' || g.id = reference_key(u.item)
), coded as (
  select i.reference, i.source, i.status, i.goal, k.target as domain
  from item as i
  left join lateral rows_of(i.domains) as u on true
  left join crosswalk as k on k.map = 'plan-domain' and k.code = u.item
)
select distinct reference, source, domain, status, goal from coded where status is distinct from 'entered-in-error'
