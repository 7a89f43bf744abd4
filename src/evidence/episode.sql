-- @name episode
-- @title Episodes whose days are judged (case-rate 1, 2)
-- @table
-- @columns variant, reference, member, service text; provider text or null; dangling boolean: the provider isn't in the data; first_date, first_certain, last_certain, last_date date:
--   possible and certain days, both ends inclusive, never before the asked period's first day only where said
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/scope as scope
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/Library/setting as setting
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with bounded as (
  select c.variant, e.reference, e.member, e.service, e.provider, e.first_date, e.first_certain,
         -- with the end excluded, its date is no day of the episode (ambiguity A48)
         case when e.ended and s.value = 'false' and e.last_certain > date '0001-01-01' then add_days(e.last_certain, -1) else e.last_certain end as last_certain,
         case when e.ended and s.value = 'false' then add_days(e.last_date, -1) else e.last_date end as last_date
  from episode_record as e
  join scope as c on c.member = e.member
  join setting as s on s.variant = c.variant and s.name = 'episode.endInclusive'
  where e.status in ('active', 'onhold', 'finished') and e.first_date is not null
)
select b.variant, b.reference, b.member, b.service, b.provider, o.id is null as dangling, b.first_date, b.first_certain, b.last_certain, b.last_date
from bounded as b
cross join run as r
left join organization as o on 'Organization/' || o.id = b.provider
where b.first_date <= b.last_date and b.first_date <= r.as_of
