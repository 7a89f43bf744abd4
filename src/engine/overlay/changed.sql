-- @name changed
-- @title Which cases a reading may change: those whose evidence it touches, and those for whom a clause comes out otherwise
-- @table
-- @columns reading text; case_id integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/island as island
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/scope as scope

with other as (
  select l.reading, i.episode_id, l.default_lane as lane, i.start_date, i.end_date
  from island as i
  join lane as l on l.lane = i.lane
  where l.default_lane <> l.lane and not l.own_evidence
), same as (
  select l.reading, i.episode_id, l.default_lane as lane, i.start_date, i.end_date
  from island as i
  join lane as l on l.default_lane = i.lane
  where l.default_lane <> l.lane and not l.own_evidence
), differing as (
  select reading, episode_id from (
    select reading, episode_id, lane, start_date, end_date, 1 as side from other
    union all
    select reading, episode_id, lane, start_date, end_date, 0 as side from same
  ) as both_sides
  group by reading, episode_id, lane, start_date, end_date
  having count(*) = 1
)
select distinct d.reading, e.case_id
from differing as d
join episode_key as e on e.episode_id = d.episode_id and e.own
join reading as r on r.reading = d.reading and r.specification = e.specification
union
select r.reading, c.case_id
from reading as r
join scope as s on s.variant = r.variant
join rate_case as c on c.member = s.member and c.specification = r.specification
where r.own_evidence
