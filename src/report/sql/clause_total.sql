-- @name clause_total
-- @title Days by outcome that each clause gives each subject, as the populations of a MeasureReport's group (FHIR R4)
-- @columns specification, clause, kind, subject text; provider text or null; satisfied, not_satisfied, insufficient, not_applicable integer: days
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_answer as clause_answer

select specification, clause, kind, subject, provider,
       sum(case when outcome = 'satisfied' then days else 0 end) as satisfied, sum(case when outcome = 'not-satisfied' then days else 0 end) as not_satisfied,
       sum(case when outcome = 'insufficient-data' then days else 0 end) as insufficient, sum(case when outcome = 'not-applicable' then days else 0 end) as not_applicable
from clause_answer
group by specification, clause, kind, subject, provider
