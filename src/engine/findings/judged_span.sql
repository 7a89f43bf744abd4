-- @name judged_span
-- @title What a clause says of a subject, and the evidence of what decides it
-- @table
-- @columns clause_id, lane integer; subject text; provider, member text or null; start_date, end_date date, inclusive; evidence text[]: Type/id, sorted
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_span as unit_span
-- @relatedDependency https://peerbridge.dev/fhir/Library/unit_claim as unit_claim
-- @relatedDependency https://peerbridge.dev/fhir/Library/cover as cover

with gathered as (
  select s.span_id, list_sorted(distinct_items(list_flat(array_agg(c.evidence)))) as evidence
  from unit_span as s
  join unit_claim as c on c.clause_id = s.clause_id and c.subject_id = s.subject_id and c.lane = s.lane and c.start_date <= s.end_date and c.end_date >= s.start_date
  group by s.span_id
), party as (
  select subject_id, subject, provider, max(member) as member from cover group by subject_id, subject, provider
)
select s.clause_id, s.lane, p.subject, p.provider, p.member, s.start_date, s.end_date, coalesce(g.evidence, words_of('')) as evidence
from unit_span as s
join party as p on p.subject_id = s.subject_id
left join gathered as g on g.span_id = s.span_id
