-- @name element_cost
-- @title How many undecided days rest on resources in which an element is missing or not understood; a day that rests on several counts for each
-- @columns specification, reason, place text: the element; member_days integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_state as encounter_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/message_state as message_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_state as episode_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/provider_state as provider_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with resting as (
  select c.specification, c.member, c.provider, c.reason, c.start_date, c.end_date, u.item as reference
  from case_rate as c
  cross join lateral rows_of(c.evidence) as u
  where c.outcome = 'insufficient-data'
  union all
  -- an organization that isn't in the data is no evidence, and its type is what is missing
  select specification, member, provider, reason, start_date, end_date, provider as reference from case_rate where reason = 'provider-type-unknown'
  union all
  -- nor is a referral that isn't there
  select c.specification, c.member, c.provider, c.reason, c.start_date, c.end_date, e.reference
  from case_rate as c
  join specification_service as s on s.specification = c.specification
  join episode_state as e on e.member = c.member and e.service = s.service and e.provider is not distinct from c.provider
  where c.reason = 'referral-date-unknown' and e.referred <> 'there'
), wanting as (
  select reference, service, 'Encounter.status' as place from encounter_state where closed <> 'there'
  union all
  select reference, service, 'Encounter.period.start' as place from encounter_state where dated <> 'there'
  union all
  select reference, service, 'Encounter.period.end' as place from encounter_state where ended <> 'there'
  union all
  select reference, service, 'Encounter.extension(contact-mode) | Encounter.class' as place from encounter_state where moded <> 'there'
  union all
  select reference, service, 'Encounter.extension(member-engaged)' as place from encounter_state where flagged <> 'there'
  union all
  select reference, service, 'Encounter.serviceProvider | Encounter.participant.individual | Encounter.episodeOfCare' as place from encounter_state where placed <> 'there'
  union all
  select reference, service, 'Encounter.serviceType | Encounter.episodeOfCare | Encounter.basedOn | Encounter.participant.individual' as place from encounter_state where served <> 'there'
  union all
  select reference, service, 'Communication.status' as place from message_state where closed <> 'there'
  union all
  select reference, service, 'Communication.sender' as place from message_state where sent_by <> 'there'
  union all
  select reference, service, 'Communication.sent | Communication.received' as place from message_state where dated <> 'there'
  union all
  select reference, service, 'Communication.recipient' as place from message_state where addressed <> 'there'
  union all
  select reference, service, 'Communication.inResponseTo' as place from message_state where threaded <> 'there'
  union all
  select reference, service, 'Communication.medium' as place from message_state where moded <> 'there'
  union all
  select reference, service, 'Communication.topic | Communication.basedOn | Communication.recipient' as place from message_state where served <> 'there'
  union all
  select reference, service, 'EpisodeOfCare.period.start' as place from episode_state where begun <> 'there'
  union all
  select reference, service, 'EpisodeOfCare.period.end' as place from episode_state where ended <> 'there'
  union all
  select reference, service, 'EpisodeOfCare.managingOrganization' as place from episode_state where managed <> 'there'
  union all
  select reference, service, 'EpisodeOfCare.referralRequest | ServiceRequest.subject' as place from episode_state where referred <> 'there'
  union all
  select reference, service, place from provider_state where state <> 'there'
), costly as (
  select distinct r.specification, r.member, r.provider, r.reason, r.start_date, r.end_date, w.place
  from wanting as w
  join specification_service as s on s.service = w.service
  join resting as r on r.reference = w.reference and r.specification = s.specification
)
select specification, reason, place, sum(days_between(start_date, end_date) + 1) as member_days
from costly
group by specification, reason, place
order by specification, reason, place
