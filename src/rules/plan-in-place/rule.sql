-- @name plan-in-place
-- @title A plan that is in force
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan_participant as plan_participant
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/perinatal_status as perinatal_status

with making as (
  select reference, bool_or(member) as together from plan_participant group by reference
), maker as (
  select distinct reference, provider from plan_participant where provider is not null
), held as (
  select b.clause, b.reading, b.with_provider, p.reference, p.member, p.certain and p.category is not null as certain, coalesce(m.together, false) as together,
         p.first_date, p.first_certain, p.last_certain, p.last_date
  from plan as p
  join binding as b on p.category is null or list_has(b.categories, p.category)
  left join making as m on m.reference = p.reference
), claim as (
  select h.clause, h.reading, h.member as subject, k.provider, h.first_certain as start_date, h.last_certain as end_date,
         case when h.together then 'plan-made-together' else 'plan-in-place' end as reason, h.reference as evidence
  from held as h
  join maker as k on k.reference = h.reference
  where h.certain and h.with_provider
  union all
  select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_certain as start_date, last_certain as end_date,
         case when with_provider then 'plan-by-others' when together then 'plan-made-together' else 'plan-in-place' end as reason, reference as evidence
  from held
  where certain
  union all
  select clause, reading, member as subject, cast(null as varchar(80)) as provider, first_date as start_date, last_date as end_date, 'plan-undecided' as reason, reference as evidence
  from held
  where not certain or first_date <> first_certain or last_date <> last_certain
  union all
  -- a plan that is on file only as a document: what is in it isn't read
  select b.clause, b.reading, d.member as subject, case when b.with_provider then d.provider end as provider, d.first_certain as start_date, d.last_certain as end_date,
         case when b.with_provider and d.provider is null then 'plan-by-others' else 'plan-in-place' end as reason, d.reference as evidence
  from document as d
  join binding as b on list_has(b.categories, d.type)
  where d.member is not null and not d.superseded
  union all
  select b.clause, b.reading, e.reference as subject, e.provider, e.first_date as start_date, e.last_date as end_date, 'no-plan' as reason, cast(null as varchar(80)) as evidence
  from episode as e
  join binding as b on b.variant = e.variant and b.service = e.service and b.demanded
  union all
  select b.clause, b.reading, p.member as subject, cast(null as varchar(80)) as provider, p.first_date as start_date, add_days(p.first_date, b.grace_days - 1) as end_date,
         'plan-not-yet-due' as reason, cast(null as varchar(80)) as evidence
  from perinatal_status as p
  join binding as b on b.grace_days > 0
  where p.topic = 'end' or p.state in ('pregnant', 'yes') and p.topic in ('pregnancy', 'parenting')
)
select clause, reading, subject, provider, start_date, end_date, reason, evidence
from claim
