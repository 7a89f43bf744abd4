-- @name billed-once-a-day
-- @title One unit of a day at most, of a member and a provider
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line

with line as (
  -- a line bills each of its days where it has as many units as days; with fewer, which of them isn't known
  select b.clause, b.reading, c.reference, c.line, c.member, c.provider, c.first_date, c.last_date,
         c.certain and c.provider is not null as certain, c.unit is null or list_has(b.units, c.unit) as by_day,
         coalesce(c.units, 1) >= days_between(c.first_date, c.last_date) + 1 as each_day, coalesce(c.units, 1) > days_between(c.first_date, c.last_date) + 1 as too_many
  from claim_line as c
  join binding as b on b.service = c.service
  where c.member is not null and coalesce(c.units, 1) > 0
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
