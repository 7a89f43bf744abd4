-- @name explained_finding
-- @title Findings about one subject, about its provider, and what is not satisfied of those that it is answerable for
-- @columns specification, clause, subject text; provider text or null; start_date, end_date date, inclusive; outcome text; advisory boolean; reason text; boundary_sensitive, evidence text[]
-- @table
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding as finding
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained_subject as explained_subject

with about as (
  select subject from explained_subject
  union
  -- a clause about the subject may rest on one about the provider
  select f.provider as subject from finding as f join explained_subject as x on x.subject = f.subject where f.provider is not null
)
select f.specification, f.clause, f.subject, f.provider, f.start_date, f.end_date, f.outcome, f.advisory, f.reason, f.boundary_sensitive, f.evidence
from finding as f
join about as a on a.subject = f.subject
union all
-- of a clause that is rolled up, those subjects that keep it from being satisfied
select f.specification, f.clause, f.subject, f.provider, f.start_date, f.end_date, f.outcome, f.advisory, f.reason, f.boundary_sensitive, f.evidence
from finding as f
join explained_subject as x on x.subject = f.provider
where f.outcome in ('not-satisfied', 'insufficient-data') and f.subject <> f.provider
