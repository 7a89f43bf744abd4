-- @name explained_reading
-- @title What every other reading says of the day, where its outcome is another; null: it doesn't list the day
-- @columns specification, provider, ambiguity, parameter, value text; outcome, reason text or null
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/changed as changed
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_verdict as case_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/outcome_rank as outcome_rank
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

with default_verdict as (
  select v.case_id, o.outcome
  from case_verdict as v
  join explained as x on v.start_date <= x.date and v.end_date >= x.date
  join outcome_rank as o on o.across = v.across
  where v.reading_id = 0
), other_verdict as (
  select v.reading_id, v.case_id, o.outcome, o.reason
  from case_verdict as v
  join explained as x on v.start_date <= x.date and v.end_date >= x.date
  join outcome_rank as o on o.across = v.across
  where v.reading_id > 0
)
select r.specification, c.provider, r.ambiguity, r.parameter, r.value, t.outcome, t.reason
from changed as g
join reading as r on r.reading = g.reading
join rate_case as c on c.case_id = g.case_id
join explained as x on x.member = c.member
join default_verdict as d on d.case_id = g.case_id
left join other_verdict as t on t.reading_id = r.reading_id and t.case_id = g.case_id
where t.outcome is distinct from d.outcome
order by r.specification, c.provider nulls first, r.ambiguity, r.parameter, r.value
