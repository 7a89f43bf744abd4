-- @name finding
-- @title Findings, as they are written: what each clause says of each subject; clauses that aren't judged once, not applicable
-- @table
-- @columns specification, clause text; subject, provider text or null; start_date, end_date date or null, inclusive; outcome text; advisory boolean; reason text; boundary_sensitive text[]: ids of ambiguities; evidence text[]
-- @relatedDependency https://peerbridge.dev/fhir/Library/decided as decided
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding_difference as finding_difference
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/finding_clause as finding_clause
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_lane as clause_lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/unjudged_clause as unjudged_clause

with judged as (
  select d.clause_id, d.lane, d.subject, d.provider, d.start_date, d.end_date, d.evidence
  from decided as d
  semi join (select clause_id from finding_clause where is_default) as c on c.clause_id = d.clause_id
), sensitive as (
  select d.clause_id, d.subject, d.provider, d.start_date, d.end_date, r.ambiguity
  from finding_difference as d
  join reading as r on r.reading = d.reading
  where r.sensitive
), point as (
  -- where a span's sensitivity may change
  select j.clause_id, j.subject, j.provider, j.start_date as span_start, j.start_date as date
  from judged as j
  union
  select j.clause_id, j.subject, j.provider, j.start_date as span_start, greatest(s.start_date, j.start_date) as date
  from judged as j
  join sensitive as s on s.clause_id = j.clause_id and s.subject = j.subject and s.provider is not distinct from j.provider and s.start_date <= j.end_date and s.end_date >= j.start_date
  union
  select j.clause_id, j.subject, j.provider, j.start_date as span_start, add_days(s.end_date, 1) as date
  from judged as j
  join sensitive as s on s.clause_id = j.clause_id and s.subject = j.subject and s.provider is not distinct from j.provider and s.start_date <= j.end_date and s.end_date >= j.start_date
  where s.end_date < j.end_date
), stretch as (
  select clause_id, subject, provider, span_start, date as start_date,
         add_days(lead(date) over (partition by clause_id, subject, provider, span_start order by date), -1) as last_date
  from point
), flagged as (
  select t.clause_id, t.subject, t.provider, t.start_date, list_join(list_sorted(array_agg(distinct s.ambiguity)), ' ') as ambiguities
  from stretch as t
  join sensitive as s on s.clause_id = t.clause_id and s.subject = t.subject and s.provider is not distinct from t.provider and s.start_date <= t.start_date and s.end_date >= t.start_date
  group by t.clause_id, t.subject, t.provider, t.start_date
), cut as (
  select j.clause_id, j.lane, j.subject, j.provider, t.start_date, coalesce(t.last_date, j.end_date) as end_date, coalesce(f.ambiguities, '') as ambiguities, j.evidence
  from judged as j
  join stretch as t on t.clause_id = j.clause_id and t.subject = j.subject and t.provider is not distinct from j.provider and t.span_start = j.start_date
  left join flagged as f on f.clause_id = t.clause_id and f.subject = t.subject and f.provider is not distinct from t.provider and f.start_date = t.start_date
)
select c.specification, c.clause, d.subject, d.provider, d.start_date, d.end_date, l.outcome, c.advisory, l.reason, words_of(d.ambiguities) as boundary_sensitive, d.evidence
from cut as d
join finding_clause as c on c.clause_id = d.clause_id
join clause_lane as l on l.lane = d.lane
union all
select specification, clause, null as subject, null as provider, null as start_date, null as end_date, 'not-applicable' as outcome, false as advisory, reason,
       words_of('') as boundary_sensitive, words_of('') as evidence
from unjudged_clause
