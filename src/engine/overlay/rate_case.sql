-- @name rate_case
-- @title Who is judged by which specification: one case for each specification, member and provider
-- @table
-- @columns case_id integer; specification, member text; provider text or null
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with judged as (
  select distinct s.specification, e.member, e.provider
  from episode as e
  join specification_service as s on s.service = e.service and s.variant = e.variant
)
select cast(row_number() over (order by specification, member, provider nulls first) as integer) as case_id, specification, member, provider
from judged
