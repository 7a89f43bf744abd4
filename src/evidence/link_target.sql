-- @name link_target
-- @title What resources refer to, each target once: most name the same few
-- @table
-- @columns element text, the element that refers; target text, the reference as it is written
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation as organization_affiliation

-- Lists mostly hold one item: taking that apart is quicker than unnesting all of them.
with target as (
  select 'managingOrganization' as element, provider as target from episode_of_care where list_size(services) > 0
  union
  select 'serviceProvider' as element, provider as target from encounter
  union
  select 'partOf' as element, part_of as target from organization
  union
  select 'organization' as element, organization as target from organization_affiliation
  union
  select 'episodeOfCare' as element, list_first(episodes) as target from encounter
  union
  select 'episodeOfCare' as element, u.item as target from encounter as e cross join lateral rows_of(e.episodes) as u where list_size(e.episodes) > 1
  union
  select 'participant' as element, list_first(participants) as target from encounter
  union
  select 'participant' as element, u.item as target from encounter as e cross join lateral rows_of(e.participants) as u where list_size(e.participants) > 1
  union
  select 'inResponseTo' as element, list_first(in_response_to) as target from communication
  union
  select 'inResponseTo' as element, u.item as target from communication as c cross join lateral rows_of(c.in_response_to) as u where list_size(c.in_response_to) > 1
  union
  select 'referralRequest' as element, list_first(referrals) as target from episode_of_care where list_size(services) > 0
  union
  select 'referralRequest' as element, u.item as target
  from episode_of_care as e cross join lateral rows_of(e.referrals) as u
  where list_size(e.services) > 0 and list_size(e.referrals) > 1
)
select element, target from target where target is not null
