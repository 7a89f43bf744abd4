-- @name finding
-- @title Findings, as they are written: what each clause says of each subject; clauses that aren't judged once, not applicable
-- @table
-- @columns as findings of the outputs: specification, clause text; subject, provider text or null; start_date, end_date date or null, inclusive; outcome text; advisory boolean; reason text; boundary_sensitive text[]: ids of ambiguities; evidence text[]
-- @relatedDependency https://peerbridge.dev/fhir/Library/decided as decided
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding_clause as finding_clause
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_lane as clause_lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/unjudged_clause as unjudged_clause

select c.specification, c.clause, d.subject, d.provider, d.start_date, d.end_date, l.outcome, c.advisory, l.reason, words_of('') as boundary_sensitive, d.evidence
from decided as d
join finding_clause as c on c.clause_id = d.clause_id and c.is_default
join clause_lane as l on l.lane = d.lane
union all
select specification, clause, null as subject, null as provider, null as start_date, null as end_date, 'not-applicable' as outcome, false as advisory, reason,
       words_of('') as boundary_sensitive, words_of('') as evidence
from unjudged_clause
