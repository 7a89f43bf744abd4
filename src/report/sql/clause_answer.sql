-- @name clause_answer
-- @title What each clause says of each subject for each reason, over all days; the case rate under the clause that gates it
-- @table
-- @columns specification, clause, kind text: rate | rule | combination; advisory boolean; subject text; provider text or null; outcome, reason text; days integer: of the subject; first_date, last_date date, inclusive;
--   evidence text[]: in any order, with repetitions; none of a combination, whose parts have it
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding as finding
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_kind as clause_kind

with told as (
  select c.specification, k.clause, k.kind, k.advisory, c.member as subject, c.provider, c.outcome, c.reason, c.start_date, c.end_date, c.evidence
  from case_rate as c
  join clause_kind as k on k.specification = c.specification
  where k.kind = 'rate'
  union all
  select f.specification, f.clause, k.kind, k.advisory, f.subject, f.provider, f.outcome, f.reason, f.start_date, f.end_date,
         case when k.kind = 'rule' then f.evidence else words_of('') end as evidence
  from finding as f
  join clause_kind as k on k.specification = f.specification and k.clause = f.clause
  where k.kind <> 'rate' and f.subject is not null
)
select specification, clause, kind, advisory, subject, provider, outcome, reason, cast(sum(days_between(start_date, end_date) + 1) as integer) as days,
       min(start_date) as first_date, max(end_date) as last_date, list_flat(array_agg(evidence)) as evidence
from told
group by specification, clause, kind, advisory, subject, provider, outcome, reason
