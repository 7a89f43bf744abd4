-- @name episode_key
-- @title Episodes under the numbers that the overlay counts with
-- @table
-- @columns episode_id, case_id integer; specification, variant, reference, member, service text; provider text or null; own boolean: the variant is the specification's own; first_date, first_certain, last_certain, last_date date, first_date not before the asked period
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

select cast(dense_rank() over (order by e.reference) as integer) as episode_id, c.case_id, c.specification, e.variant, e.reference, e.member, e.provider, e.service,
       e.variant = s.variant as own, greatest(e.first_date, r.from_date) as first_date, e.first_certain, e.last_certain, e.last_date
from episode as e
cross join run as r
join specification_service as s on s.service = e.service
join rate_case as c on c.specification = s.specification and c.member = e.member and c.provider is not distinct from e.provider
where e.last_date >= r.from_date
