-- @name contact_provider
-- @title Whose contact it is, where the record itself names no provider, and whose it is besides (case-rate 10)
-- @table
-- @columns reference text; provider text, empty: the one that an episode doesn't name; certain boolean
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/worker_role as worker_role
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_above as organization_above

with unstated as (
  select reference, member, first_date, last_date, episodes, participants from contact_record where provider is null
), party as (
  select distinct c.reference, coalesce(w.organization, case when reference_key(u.item) like 'Organization/%' then reference_key(u.item) end) as provider
  from unstated as c
  cross join lateral rows_of(c.participants) as u
  left join worker_role as w on w.participant = reference_key(u.item)
), by_party as (
  select reference, provider from party where provider is not null
), by_episode as (
  select distinct c.reference, reference_key(e.provider) as provider
  from unstated as c
  cross join lateral rows_of(c.episodes) as u
  join episode_of_care as e on 'EpisodeOfCare/' || e.id = reference_key(u.item)
  anti join by_party as p on p.reference = c.reference
  where e.provider is not null
), unresolved as (
  -- it resolves to no organization: it may be a contact of each provider of that member
  select distinct c.reference, coalesce(e.provider, '') as provider
  from unstated as c
  join episode_record as e on e.member = c.member
  anti join by_party as p on p.reference = c.reference
  anti join by_episode as n on n.reference = c.reference
), found as (
  select reference, provider, true as certain from by_party
  union all
  select reference, provider, true as certain from by_episode
  union all
  select reference, provider, false as certain from unresolved
), above as (
  select c.reference, a.above as provider, f.certain and c.first_date >= a.first_certain and c.last_date <= a.last_certain as certain
  from (select reference, provider, true as certain from contact_record where provider is not null union all select reference, provider, certain from found) as f
  join organization_above as a on a.organization = f.provider
  join contact_record as c on c.reference = f.reference and c.last_date >= a.first_date and c.first_date <= a.last_date
)
select reference, provider, bool_or(certain) as certain
from (select reference, provider, certain from found union all select reference, provider, certain from above) as p
group by reference, provider
