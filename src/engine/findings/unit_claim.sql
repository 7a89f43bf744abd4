-- @name unit_claim
-- @title Claims cut to the days of each subject that they speak of, in their lane (one clause, outcome and reason)
-- @table
-- @columns clause_id, subject_id, lane integer; start_date, end_date date, inclusive; evidence text[]
-- @relatedDependency https://peerbridge.dev/fhir/Library/stated as stated
-- @relatedDependency https://peerbridge.dev/fhir/Library/decided as decided
-- @relatedDependency https://peerbridge.dev/fhir/Library/level_clause as level_clause
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_lane as clause_lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_part as clause_part
-- @relatedDependency https://peerbridge.dev/fhir/Library/cover_key as cover_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_day as unit_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/unproved_unit as unproved_unit

with spoken as (
  select l.clause_id, c.over_relation, c.variant, l.lane, l.incomplete_lane, s.subject as named, s.provider, s.start_date, s.end_date, words_of(coalesce(s.evidence, '')) as evidence
  from stated as s
  join level_clause as c on c.claimed_as = s.clause and c.reading = s.reading
  join clause_lane as l on l.clause_id = c.clause_id and l.reason = s.reason
  union all
  -- what other clauses decided is what a combination claims; rolled up, a clause's subject is the evidence
  select p.clause_id, c.over_relation, c.variant, p.lane, cast(null as integer) as incomplete_lane,
         case p.rolls_up_to when 'provider' then d.provider when 'member' then d.member else d.subject end as named, d.provider, d.start_date, d.end_date,
         case when p.rolls_up_to is null then d.evidence else words_of(d.subject) end as evidence
  from clause_part as p
  join level_clause as c on c.clause_id = p.clause_id
  join decided as d on d.clause_id = p.part_id and d.lane = p.part_lane
), placed as (
  select u.clause_id, u.subject_id, s.lane, s.incomplete_lane, greatest(s.start_date, u.first_date) as start_date, least(s.end_date, u.last_date) as end_date, s.evidence
  from spoken as s
  join cover_key as k on k.relation = s.over_relation and k.variant = s.variant and k.named = s.named and k.provider is not distinct from coalesce(s.provider, k.provider)
  join unit_day as u on u.clause_id = s.clause_id and u.cover_id = k.cover_id and u.first_date <= s.end_date and u.last_date >= s.start_date
  where s.start_date <= s.end_date
)
-- what rests on absence is open where a type that absence would need isn't known complete
select p.clause_id, p.subject_id, case when n.subject_id is not null then p.incomplete_lane else p.lane end as lane, p.start_date, p.end_date, p.evidence
from placed as p
left join unproved_unit as n on n.clause_id = case when p.incomplete_lane is not null then p.clause_id end and n.subject_id = p.subject_id
