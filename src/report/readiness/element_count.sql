-- @name element_count
-- @title For each specification: in how many resources of its services an element is there, missing, or there and not understood
-- @columns specification, place text: the element; there, missing, not_understood integer
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_state as encounter_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/message_state as message_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_state as episode_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/provider_state as provider_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

-- Resources that say the same are counted first; what is spread out afterwards is small.
with asked as (
  select distinct service from specification_service
), encounter_kind as (
  select service, closed, dated, ended, moded, flagged, placed, served, count(*) as resources
  from encounter_state
  group by service, closed, dated, ended, moded, flagged, placed, served
), message_kind as (
  select service, closed, sent_by, dated, addressed, threaded, moded, served, count(*) as resources
  from message_state
  group by service, closed, sent_by, dated, addressed, threaded, moded, served
), episode_kind as (
  select service, begun, ended, managed, referred, count(*) as resources from episode_state group by service, begun, ended, managed, referred
), stating as (
  -- an encounter that states the service, and whether the member has an episode of it
  select u.item as service, r.member is not null as housed, count(*) as resources
  from encounter as e
  cross join lateral rows_of(e.services) as u
  semi join asked as a on a.service = u.item
  left join (select distinct member, service from episode_record) as r on r.member = reference_key(e.subject) and r.service = u.item
  group by u.item, r.member is not null
), stated as (
  select service, 'Encounter.subject' as place, 'there' as state, resources from encounter_kind
  union all
  select service, 'Encounter.status' as place, closed as state, resources from encounter_kind
  union all
  select service, 'Encounter.period.start' as place, dated as state, resources from encounter_kind
  union all
  select service, 'Encounter.period.end' as place, ended as state, resources from encounter_kind
  union all
  select service, 'Encounter.extension(contact-mode) | Encounter.class' as place, moded as state, resources from encounter_kind
  union all
  select service, 'Encounter.extension(member-engaged)' as place, flagged as state, resources from encounter_kind
  union all
  select service, 'Encounter.serviceProvider | Encounter.participant.individual | Encounter.episodeOfCare' as place, placed as state, resources from encounter_kind
  union all
  select service, 'Encounter.serviceType | Encounter.episodeOfCare | Encounter.basedOn | Encounter.participant.individual' as place, served as state, resources from encounter_kind
  union all
  select service, 'EpisodeOfCare.patient' as place, case when housed then 'there' else 'missing' end as state, resources from stating
  union all
  select service, 'Communication.status' as place, closed as state, resources from message_kind
  union all
  select service, 'Communication.sender' as place, sent_by as state, resources from message_kind
  union all
  select service, 'Communication.sent | Communication.received' as place, dated as state, resources from message_kind
  union all
  select service, 'Communication.recipient' as place, addressed as state, resources from message_kind
  union all
  select service, 'Communication.inResponseTo' as place, threaded as state, resources from message_kind
  union all
  select service, 'Communication.medium' as place, moded as state, resources from message_kind
  union all
  select service, 'Communication.topic | Communication.basedOn | Communication.recipient' as place, served as state, resources from message_kind
  union all
  select service, 'EpisodeOfCare.period.start' as place, begun as state, resources from episode_kind
  union all
  select service, 'EpisodeOfCare.period.end' as place, ended as state, resources from episode_kind
  union all
  select service, 'EpisodeOfCare.managingOrganization' as place, managed as state, resources from episode_kind
  union all
  select service, 'EpisodeOfCare.referralRequest | ServiceRequest.subject' as place, referred as state, resources from episode_kind
  union all
  select service, place, state, count(*) as resources from provider_state group by service, place, state
)
select s.specification, t.place,
       sum(case when t.state = 'there' then t.resources else 0 end) as there,
       sum(case when t.state = 'missing' then t.resources else 0 end) as missing,
       sum(case when t.state = 'not-understood' then t.resources else 0 end) as not_understood
from stated as t
join specification_service as s on s.service = t.service
where t.state is not null
group by s.specification, t.place
order by s.specification, t.place
