-- @name service_period
-- @title Periods in which a member is served: the episode as a whole, and the months that touch the asked period, cut to the episode
-- @table
-- @columns variant, service, member text; provider text or null; episode text: EpisodeOfCare/id; per text: episode | month; start_date, end_date date: inclusive; is_over boolean: what was to happen in it has had all its days by as-of;
--   sole boolean: no other provider has, or may have, an episode of the member
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/period as period
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with served as (
  select variant, service, member, provider, reference as episode, 'episode' as per, first_date as start_date, last_date as end_date from episode
  union all
  select e.variant, e.service, e.member, e.provider, e.reference as episode, 'month' as per, greatest(p.start_date, e.first_date) as start_date, least(p.end_date, e.last_date) as end_date
  from episode as e
  join period as p on p.kind = 'month' and p.start_date <= e.last_date and p.end_date >= e.first_date
)
select s.variant, s.service, s.member, s.provider, s.episode, s.per, s.start_date, s.end_date, s.end_date <= r.as_of as is_over,
       min(coalesce(s.provider, '')) over (partition by s.variant, s.member) = max(coalesce(s.provider, '')) over (partition by s.variant, s.member) as sole
from served as s
cross join run as r
