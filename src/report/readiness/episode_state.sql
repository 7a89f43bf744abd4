-- @name episode_state
-- @title What each episode of a peer service says, and what it leaves open
-- @table
-- @columns reference, member, service text; provider text or null; begun, ended, managed, referred text: there | missing | not-understood, or null where nothing hangs on it:
--   its start, its end, its provider, its referral
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with asked as (
  select distinct service from specification_service
), referral as (
  select r.episode, bool_or(r.reference is not null) as found
  from episode_referral as r
  semi join specification_service as s on s.variant = r.variant
  group by r.episode
)
select e.reference, e.member, e.service, e.provider,
       case when e.first_date is null then case when v.period_start is null then 'missing' else 'not-understood' end
            when e.first_date = e.first_certain then 'there' else 'not-understood' end as begun,
       case when not e.ended then null when e.last_certain = e.last_date then 'there' else 'not-understood' end as ended,
       case when e.provider is null then 'missing' when o.id is null then 'not-understood' else 'there' end as managed,
       case when r.found then 'there' when r.episode is null then null when list_size(v.referrals) > 0 then 'not-understood' else 'missing' end as referred
from episode_record as e
cross join run as n
join asked as a on a.service = e.service
join episode_of_care as v on 'EpisodeOfCare/' || v.id = e.reference
left join organization as o on 'Organization/' || o.id = e.provider
left join referral as r on r.episode = e.reference
where e.status in ('active', 'onhold', 'finished') and (e.first_date is null or e.first_date <= n.as_of)
