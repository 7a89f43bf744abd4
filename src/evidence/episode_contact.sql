-- @name episode_contact
-- @title Contacts of an episode: those that name it; of those that name none, those of its member, provider and service on one of its days (case-rate 23)
-- @columns variant, episode, service, reference text; first_date, last_date date; mode text; modes integer; engaged text; accompaniment, message boolean;
--   certain boolean: neither the contact nor its belonging leaves a doubt
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care

with several as (
  -- it resolves whatever the episode's type: a contact of another episode is none of this one
  select distinct c.reference, e.reference as episode
  from contact_record as c
  cross join lateral rows_of(c.episodes) as u
  join (select 'EpisodeOfCare/' || id as reference from episode_of_care) as e on e.reference = reference_key(u.item)
  where list_size(c.episodes) > 1
)
-- whose contact it is is no question where it names the episode
select c.variant, e.reference as episode, e.service, c.reference, c.first_date, c.last_date, c.mode, c.modes, c.engaged, c.accompaniment, c.message, c.recorded as certain
from contact as c
join episode as e on e.variant = c.variant and e.reference = c.named and e.service = c.service and e.member = c.member
union all
select c.variant, e.reference as episode, e.service, c.reference, c.first_date, c.last_date, c.mode, c.modes, c.engaged, c.accompaniment, c.message, c.recorded as certain
from contact as c
join several as n on n.reference = c.reference
join episode as e on e.variant = c.variant and e.reference = n.episode and e.service = c.service and e.member = c.member
union all
select c.variant, e.reference as episode, e.service, c.reference, c.first_date, c.last_date, c.mode, c.modes, c.engaged, c.accompaniment, c.message,
       c.certain and e.provider is not null and c.last_date <= e.last_certain and c.until_first >= e.first_certain as certain
from contact as c
anti join several as n on n.reference = c.reference
join episode as e
  on e.variant = c.variant and e.member = c.member and e.service = c.service and (e.provider is null or e.provider = c.provider)
 and c.first_date <= e.last_date and c.until_last >= e.first_date
where c.named is null
