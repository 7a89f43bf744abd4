-- @name billed_day
-- @title What the daily case rate says of each day that a line bills: by the specifications of the service that list the day, else by all of them that hold on it
-- @table
-- @columns line_id integer; specification, reference, member text; provider text or null; service text; certain boolean; date date; standing integer: 2 where any of the specifications makes it billable, 1 undecided, 0 not billable or not listed
-- @relatedDependency https://peerbridge.dev/fhir/Library/claimed_day as claimed_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/listed_day as listed_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/edition as edition

with keyed as (
  select line_id, member, date, coalesce(provider, '') as billed_by from claimed_day
  union all
  select line_id, member, date, '*' as billed_by from claimed_day
), standing as (
  select k.line_id, k.date, l.specification, max(l.standing) as standing
  from keyed as k
  join listed_day as l on l.member = k.member and l.date = k.date and l.billed_by = k.billed_by
  group by k.line_id, k.date, l.specification
), told as (
  select c.line_id, s.specification, c.reference, c.member, c.provider, c.service, c.certain, c.date, t.standing,
         max(t.standing) over (partition by c.line_id, c.date) as best
  from claimed_day as c
  join specification_service as s on s.service = c.service
  join edition as e on e.specification = s.specification and e.first_date <= c.date and e.last_date >= c.date
  left join standing as t on t.line_id = c.line_id and t.date = c.date and t.specification = s.specification
  where c.member is not null
)
select line_id, specification, reference, member, provider, service, certain, date, coalesce(best, 0) as standing
from told
where standing is not null or best is null
