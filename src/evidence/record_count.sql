-- @name record_count
-- @title What the data holds of what a run looks for
-- @table
-- @columns resource_type text; records integer; peer_services integer: of these, how many are of a service that is judged
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with service as (
  select array_agg(distinct service) as services from specification_service
)
select 'EpisodeOfCare' as resource_type, count(*) as records, coalesce(sum(case when lists_overlap(e.services, s.services) then 1 else 0 end), 0) as peer_services
from episode_of_care as e cross join service as s
union all
select 'ServiceRequest' as resource_type, count(*) as records, coalesce(sum(case when lists_overlap(e.services, s.services) then 1 else 0 end), 0) as peer_services
from service_request as e cross join service as s
union all
select 'Encounter' as resource_type, count(*) as records, coalesce(sum(case when lists_overlap(e.services, s.services) then 1 else 0 end), 0) as peer_services
from encounter as e cross join service as s
union all
select 'Communication' as resource_type, count(*) as records, coalesce(sum(case when lists_overlap(e.services, s.services) then 1 else 0 end), 0) as peer_services
from communication as e cross join service as s
order by resource_type
