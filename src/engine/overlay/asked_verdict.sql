-- @name asked_verdict
-- @title The default's verdicts, cut to the days that are asked for: from the first to the last, not after as-of (case-rate 4)
-- @columns case_id integer; start_date, end_date date, inclusive; across integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_verdict as case_verdict
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

select v.case_id, v.start_date, least(v.end_date, r.to_date, r.as_of) as end_date, v.across
from case_verdict as v
cross join run as r
where v.reading_id = 0 and v.start_date <= r.to_date and v.start_date <= r.as_of
