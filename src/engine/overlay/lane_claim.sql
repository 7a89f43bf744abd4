-- @name lane_claim
-- @title Claims cut to the days of each episode that they speak of, in their lane (one clause, reading and reason)
-- @table
-- @columns episode_id, lane integer; start_date, end_date date, inclusive; evidence text or null
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim as claim
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/unproved as unproved

with spoken as (
  select e.episode_id, e.case_id, l.lane, l.clause, l.reading, l.incomplete_lane, greatest(c.start_date, e.first_date) as start_date, least(c.end_date, e.last_date) as end_date, c.evidence
  from claim as c
  join lane as l on l.clause = c.clause and l.reading = c.reading and l.reason = c.reason
  join episode_key as e on e.variant = l.variant and e.specification = l.specification and e.service = l.service and e.member = c.member and e.provider = c.provider
  where c.episode is null and c.member is not null
  union all
  select e.episode_id, e.case_id, l.lane, l.clause, l.reading, l.incomplete_lane, greatest(c.start_date, e.first_date) as start_date, least(c.end_date, e.last_date) as end_date, c.evidence
  from claim as c
  join lane as l on l.clause = c.clause and l.reading = c.reading and l.reason = c.reason
  join episode_key as e on e.variant = l.variant and e.specification = l.specification and e.service = l.service and e.provider = c.provider
  where c.episode is null and c.member is null
  union all
  select e.episode_id, e.case_id, l.lane, l.clause, l.reading, l.incomplete_lane, greatest(c.start_date, e.first_date) as start_date, least(c.end_date, e.last_date) as end_date, c.evidence
  from claim as c
  join lane as l on l.clause = c.clause and l.reading = c.reading and l.reason = c.reason
  join episode_key as e on e.variant = l.variant and e.specification = l.specification and e.service = l.service and e.reference = c.episode
  where c.episode is not null
), proved as (
  -- what rests on absence is open where a type that absence would need isn't known complete
  select s.episode_id, case when u.episode_id is not null and s.incomplete_lane is not null then s.incomplete_lane else s.lane end as lane, s.start_date, s.end_date, s.evidence
  from spoken as s
  left join unproved as u on u.clause = s.clause and u.reading = s.reading and u.episode_id = s.episode_id
  where s.start_date <= s.end_date
), doubtful as (
  -- days of which it isn't certain that they are days of the episode (case-rate 2)
  select e.episode_id, l.lane, e.first_date as start_date, least(add_days(e.first_certain, -1), e.last_date) as end_date, e.reference as evidence
  from episode_key as e
  join lane as l on l.variant = e.variant and l.specification = e.specification and l.clause is null
  where e.first_certain > e.first_date
  union all
  select e.episode_id, l.lane, greatest(add_days(e.last_certain, 1), e.first_date) as start_date, e.last_date as end_date, e.reference as evidence
  from episode_key as e
  join lane as l on l.variant = e.variant and l.specification = e.specification and l.clause is null
  where e.last_certain < e.last_date
)
select episode_id, lane, start_date, end_date, evidence from proved
union all
select episode_id, lane, start_date, end_date, evidence from doubtful
