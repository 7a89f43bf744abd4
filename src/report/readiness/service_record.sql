-- @name service_record
-- @title For each specification and resource type that a rule needs: how many resources are of its services
-- @columns specification, resource_type text; resources integer; a type that isn't there has no row
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_state as encounter_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/message_state as message_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_state as episode_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/provider_state as provider_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with found as (
  select 'Encounter' as resource_type, service, count(*) as resources from encounter_state group by service
  union all
  select 'Communication' as resource_type, service, count(*) as resources from message_state group by service
  union all
  select 'EpisodeOfCare' as resource_type, service, count(*) as resources from episode_state group by service
  union all
  select case place when 'Organization.type' then 'Organization' when 'ServiceRequest.authoredOn' then 'ServiceRequest' else 'OrganizationAffiliation' end as resource_type,
         service, count(*) as resources
  from provider_state
  where place in ('Organization.type', 'ServiceRequest.authoredOn', 'OrganizationAffiliation.code')
  group by place, service
)
select s.specification, f.resource_type, sum(f.resources) as resources
from found as f
join specification_service as s on s.service = f.service
group by s.specification, f.resource_type
order by s.specification, f.resource_type
