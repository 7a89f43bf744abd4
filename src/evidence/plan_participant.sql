-- @name plan_participant
-- @title Who wrote a plan, contributed to it, or is of its care team
-- @table
-- @columns reference text: CarePlan/id; participant text or null: Type/id, where it can be told; member boolean: it is the plan's member; worker text or null: Practitioner/id; provider, service text or null: of the role that it has, or the organization that it is
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan as care_plan
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_team as care_team
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment

with direct as (
  select 'CarePlan/' || id as reference, reference_key(subject) as subject, reference_key(author) as participant from care_plan where author is not null
  union
  select 'CarePlan/' || p.id as reference, reference_key(p.subject) as subject, reference_key(u.item) as participant from care_plan as p cross join lateral rows_of(p.contributors) as u
), team as (
  select 'CarePlan/' || p.id as reference, reference_key(p.subject) as subject, 'CareTeam/' || t.id as team, t.members
  from care_plan as p
  cross join lateral rows_of(p.care_teams) as u
  left join care_team as t on 'CareTeam/' || t.id = reference_key(u.item)
), party as (
  select reference, subject, participant from direct
  union
  -- a team that isn't in the data may have anybody in it
  select t.reference, t.subject, reference_key(u.item) as participant from team as t left join lateral rows_of(t.members) as u on true where t.team is null or u.item is not null
), role as (
  select distinct reference as participant, worker, provider, service from employment
  union
  select distinct worker as participant, worker, provider, service from employment where worker is not null
)
select p.reference, p.participant, coalesce(p.participant = p.subject, false) as member, coalesce(r.worker, case when p.participant like 'Practitioner/%' then p.participant end) as worker,
       coalesce(r.provider, case when p.participant like 'Organization/%' then p.participant end) as provider, r.service
from party as p
left join role as r on r.participant = p.participant
