-- @name reading_total
-- @title How many days another reading would change, and how
-- @columns ambiguity, parameter, value, specification, from_outcome text; to_outcome text or null: the day isn't listed; member_days, members integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading as reading
-- @relatedDependency https://peerbridge.dev/fhir/Library/reading_difference as reading_difference
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/severity as severity

select r.ambiguity, r.parameter, r.value, r.specification, f.outcome as from_outcome, t.outcome as to_outcome,
       sum(days_between(d.start_date, d.end_date) + 1) as member_days, count(distinct c.member) as members
from reading_difference as d
join reading as r on r.reading_id = d.reading_id
join rate_case as c on c.case_id = d.case_id
join severity as f on f.severity = d.severity
left join severity as t on t.severity = d.other_severity
group by r.ambiguity, r.parameter, r.value, r.specification, f.outcome, t.outcome
