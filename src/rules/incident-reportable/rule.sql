-- @name incident-reportable
-- @title An incident of someone served, or discharged not long before, that is to be reported
-- @relatedDependency https://peerbridge.dev/fhir/Library/incident as incident
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode

with served as (
  select b.clause, b.reading, b.members, i.reference, i.provider, i.reportable, i.first_date, i.last_date, e.reference as episode,
         e.first_date as episode_first, e.first_certain as episode_first_certain, e.last_certain as episode_last_certain, e.last_date as episode_last,
         -- an open end stays open
         case when e.last_certain = date '9999-12-31' then e.last_certain else add_days(e.last_certain, b.recent_days) end as recent_certain,
         case when e.last_date = date '9999-12-31' then e.last_date else add_days(e.last_date, b.recent_days) end as recent_last
  from incident as i
  join episode as e on e.member = i.member
  join binding as b on b.variant = e.variant and b.service = e.service
), placed as (
  select s.*,
         case when s.members = 'recent-only' then s.first_date > s.episode_last else s.first_date >= s.episode_first_certain end
           and s.last_date <= s.recent_certain and s.episode_first_certain <= s.episode_last_certain as certain,
         case when s.members = 'recent-only' then s.last_date > s.episode_last_certain else s.last_date >= s.episode_first end
           and s.first_date <= s.recent_last as possible
  from served as s
), claim as (
  select clause, reading, reference, provider, episode,
         case when not certain then 'service-undecided' when reportable then 'reportable' else 'reportability-unknown' end as reason
  from placed
  where certain or possible
  union all
  select b.clause, b.reading, i.reference, i.provider, cast(null as varchar(80)) as episode, case when i.reportable = false then 'not-reportable' when i.reportable then 'member-unknown' else 'reportability-unknown' end as reason
  from incident as i
  cross join binding as b
  where i.reportable = false or i.member is null
)
select clause, reading, reference as subject, provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date, reason, episode as evidence
from claim
