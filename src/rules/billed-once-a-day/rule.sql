-- @name billed-once-a-day
-- @title One unit of a day at most, of a member and a provider
-- @relatedDependency https://peerbridge.dev/fhir/Library/billed_line as billed_line

with line as (
  -- a line without a code, or with those of several services, may be for this one
  select b.clause, b.reading, c.reference, c.line, c.member, c.provider, c.first_date, c.last_date,
         c.certain and c.service is not null as certain, c.unit is null or list_has(b.units, c.unit) as by_day, c.each_day, c.too_many
  from billed_line as c
  cross join binding as b
  where c.service = b.service or c.service is null and (list_size(c.products) = 0 or list_has(c.products, b.service))
), claim as (
  select clause, reading, member, provider, first_date, last_date, certain, reference, 'billed-by-time' as reason
  from line
  where not by_day
  union all
  select clause, reading, member, provider, first_date, last_date, certain, reference, 'billed-more-than-once' as reason
  from line
  where by_day and too_many
  union all
  select one.clause, one.reading, one.member, coalesce(one.provider, other.provider) as provider, greatest(one.first_date, other.first_date) as first_date,
         least(one.last_date, other.last_date) as last_date, one.certain and other.certain and one.each_day and other.each_day as certain, one.reference,
         'billed-more-than-once' as reason
  from line as one
  join line as other on other.clause = one.clause and other.reading = one.reading and other.member = one.member
  where (one.reference <> other.reference or one.line <> other.line) and coalesce(one.provider = other.provider, true)
    and one.first_date <= other.last_date and other.first_date <= one.last_date
)
select clause, reading, member as subject, provider, first_date as start_date, last_date as end_date, case when certain then reason else 'billing-undecided' end as reason, reference as evidence
from claim
