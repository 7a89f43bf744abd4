-- @name episode_referral
-- @title The referral that started an episode, and the dates it may bear (case-rate 24)
-- @table
-- @columns variant, episode text; reference text or null: there is none; first_date, last_date date: the dates that the deciding referral may bear, the same on each row of an episode
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral as referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_contact as episode_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/worker_role as worker_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_above as organization_above

with link as (
  select distinct 'EpisodeOfCare/' || e.id as episode, reference_key(u.item) as reference
  from episode_of_care as e
  cross join lateral rows_of(e.referrals) as u
), linked as (
  select e.variant, e.reference as episode, r.reference, r.first_date, r.last_date, true as certain
  from episode as e
  join link as l on l.episode = e.reference
  join referral as r on r.reference = l.reference
), performer as (
  select distinct 'ServiceRequest/' || s.id as reference,
         coalesce(w.organization, case when reference_key(u.item) like 'Organization/%' then reference_key(u.item) end) as organization
  from service_request as s
  cross join lateral rows_of(s.performers) as u
  left join worker_role as w on w.participant = reference_key(u.item)
), performing as (
  select reference, organization from performer
  union
  select p.reference, a.above as organization from performer as p join organization_above as a on a.organization = p.organization
), performed as (
  select reference, bool_or(organization is null) as open from performer group by reference
), unlinked as (
  select r.reference, r.member, u.item as service, r.first_date, r.last_date
  from referral as r
  cross join lateral rows_of(r.services) as u
  anti join link as l on l.reference = r.reference
), meeting as (
  select variant, episode, min(first_date) as earliest from episode_contact where mode = 'in-person' group by variant, episode
), previous as (
  -- the last that ended before this one began: certainly, and at the latest where partial dates leave that open
  select e.variant, e.reference, e.service, max(case when o.last_date < e.first_date then o.last_certain end) as last_certain,
         max(least(o.last_date, add_days(e.first_certain, -1))) as last_date
  from episode as e
  join episode_record as o
    on o.member = e.member and o.service = e.service and o.provider is not distinct from e.provider and o.last_certain < e.first_certain
  where o.ended and o.status in ('active', 'onhold', 'finished')
  group by e.variant, e.reference, e.service
), bounded as (
  -- later than the previous episode's end, and not later than the earliest possible meeting (or the episode's end)
  select e.variant, e.reference, e.member, e.service, e.provider,
         coalesce(m.earliest, e.last_date) as not_after, coalesce(p.last_certain, date '0001-01-01') as after_certain, coalesce(p.last_date, date '0001-01-01') as after_date
  from episode as e
  left join meeting as m on m.variant = e.variant and m.episode = e.reference
  left join previous as p on p.variant = e.variant and p.reference = e.reference and p.service = e.service
), found as (
  select b.variant, b.reference as episode, u.reference, u.first_date, least(u.last_date, b.not_after) as last_date,
         u.first_date > b.after_date and u.last_date <= b.not_after and (p.reference is null or o.reference is not null) as certain
  from bounded as b
  anti join linked as l on l.variant = b.variant and l.episode = b.reference
  join unlinked as u on u.member = b.member and u.service = b.service and u.first_date <= b.not_after and u.last_date > b.after_certain
  left join performed as p on p.reference = u.reference
  left join performing as o on o.reference = u.reference and o.organization = b.provider
  -- a performer binds where it is given; one that resolves to nothing, or an episode without provider, leaves that open
  where p.reference is null or p.open or b.provider is null or o.reference is not null
), candidate as (
  select variant, episode, reference, first_date, last_date, certain from linked
  union all
  select variant, episode, reference, first_date, last_date, certain from found
), latest as (
  -- where none is certain there may be none, and so no deadline
  select variant, episode, coalesce(max(case when certain then first_date end), date '0001-01-01') as first_date,
         case when bool_or(certain) then max(last_date) else date '9999-12-31' end as last_date
  from candidate
  group by variant, episode
)
select e.variant, e.reference as episode, c.reference, coalesce(l.first_date, date '0001-01-01') as first_date, coalesce(l.last_date, date '9999-12-31') as last_date
from episode as e
left join latest as l on l.variant = e.variant and l.episode = e.reference
left join candidate as c on c.variant = l.variant and c.episode = l.episode and c.last_date >= l.first_date
