-- @name explained_episode
-- @title Episodes of the member that have the day, and all others
-- @columns specification, provider, episode, service text; first_date, last_date date, inclusive (open: 9999-12-31); has_day boolean
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

select s.specification, e.provider, e.reference as episode, e.service, e.first_date, e.last_date,
       e.first_date <= x.date and e.last_date >= x.date as has_day
from episode as e
join explained as x on x.member = e.member
join specification_service as s on s.service = e.service and s.variant = e.variant
order by s.specification, e.provider nulls first, e.first_date, e.reference
