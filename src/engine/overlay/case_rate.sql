-- @name case_rate
-- @title The daily case rate, as it is written
-- @table
-- @columns specification, member, provider text; start_date, end_date date, inclusive; outcome, reason text; boundary_sensitive text[]: ids of ambiguities;
--   eligible_through, next_contact_due date or null (case-rate 6); evidence text[]
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_span as rate_span
-- @relatedDependency https://peerbridge.dev/fhir/Library/span_evidence as span_evidence
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_verdict as case_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/outcome_rank as outcome_rank
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/edition as edition

with lasting as (
  -- until when the days go on being satisfied, by all that is known as of as-of; with an edition they end as with an episode
  select s.span_id, v.end_date as run_end, max(least(e.last_date, h.last_date)) as episode_end
  from rate_span as s
  join outcome_rank as o on o.across = s.across and o.outcome = 'satisfied'
  join case_verdict as v on v.reading_id = 0 and v.case_id = s.case_id and v.across = s.across and v.start_date <= s.end_date and v.end_date >= s.end_date
  join episode_key as e on e.case_id = s.case_id and e.own and e.first_date <= s.end_date and e.last_date >= s.end_date
  join edition as h on h.specification = e.specification
  group by s.span_id, v.end_date
)
select c.specification, c.member, c.provider, s.start_date, s.end_date, o.outcome, o.reason, words_of(s.boundary_sensitive) as boundary_sensitive,
       case when l.run_end < date '9999-12-31' or l.episode_end < date '9999-12-31' then least(l.run_end, l.episode_end) end as eligible_through,
       case when l.run_end < l.episode_end then add_days(l.run_end, 1) end as next_contact_due,
       coalesce(e.evidence, words_of('')) as evidence
from rate_span as s
join rate_case as c on c.case_id = s.case_id
join outcome_rank as o on o.across = s.across
left join lasting as l on l.span_id = s.span_id
left join span_evidence as e on e.span_id = s.span_id
