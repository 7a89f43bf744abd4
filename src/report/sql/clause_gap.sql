-- @name clause_gap
-- @title What is not satisfied, and what can't be told, of each clause that binds a rule and of the case rate; advice is no gap
-- @columns specification, clause, kind, subject text; provider text or null; outcome, reason text; first_date, last_date date, inclusive; evidence text[]: in any order, with repetitions;
--   issue text: id of the DetectedIssue that tells it: what is not satisfied has one for each clause, what can't be told one for each subject
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_answer as clause_answer

select specification, clause, kind, subject, provider, outcome, reason, first_date, last_date, evidence,
       stable_id('DetectedIssue ' || specification || ' ' || case when outcome = 'not-satisfied' then clause else '' end || ' ' || subject || ' ' || coalesce(provider, '')) as issue
from clause_answer
where kind <> 'combination' and not advisory and outcome in ('not-satisfied', 'insufficient-data')
