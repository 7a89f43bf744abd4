-- @name asked_verdict
-- @title The default's verdicts, cut to the days that are listed: from the first to the last asked for, not after as-of (case-rate 4), of the specification that applies, in the edition that holds
-- @table
-- @columns case_id integer; start_date, end_date date, inclusive; across integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_verdict as case_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/rate_case as rate_case
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_day as specification_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/edition as edition
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with listed as (
  select v.case_id, v.start_date, least(v.end_date, r.to_date, r.as_of) as end_date, v.across
  from case_verdict as v
  cross join run as r
  where v.reading_id = 0 and v.start_date <= r.to_date and v.start_date <= r.as_of
), held as (
  select c.case_id, c.specification, c.member, e.first_date, e.last_date from rate_case as c join edition as e on e.specification = c.specification
), applying as (
  select h.case_id, greatest(d.start_date, h.first_date) as start_date, least(d.end_date, h.last_date) as end_date
  from held as h
  join specification_day as d on d.specification = h.specification and d.member = h.member and d.start_date <= h.last_date and d.end_date >= h.first_date
  union all
  select h.case_id, h.first_date as start_date, h.last_date as end_date
  from held as h
  anti join (select member from specification_day) as d on d.member = h.member
)
select v.case_id, greatest(v.start_date, a.start_date) as start_date, least(v.end_date, a.end_date) as end_date, v.across
from listed as v
join applying as a on a.case_id = v.case_id and a.start_date <= v.end_date and a.end_date >= v.start_date
