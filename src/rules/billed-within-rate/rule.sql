-- @name billed-within-rate
-- @title Work that the rate includes isn't billed beside it
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line

with line as (
  select b.clause, b.reading, c.reference, c.member, c.provider, c.first_date, c.last_date, lists_overlap(c.products, b.codes) as beside,
         c.certain and c.provider is not null and c.first_date = c.last_date as certain, c.service is not distinct from b.service as of_service
  from claim_line as c
  cross join binding as b
  where c.member is not null and coalesce(c.units, 1) > 0
), pair as (
  -- a line for several days may leave any of them out
  select r.clause, r.reading, r.member, coalesce(r.provider, s.provider) as provider, greatest(r.first_date, s.first_date) as start_date, least(r.last_date, s.last_date) as end_date,
         case when r.certain and s.certain then 'billed-beside-rate' else 'billing-undecided' end as reason, r.reference as rate, s.reference as beside
  from line as r
  join line as s on s.clause = r.clause and s.reading = r.reading and s.member = r.member
  where r.of_service and not r.beside and s.beside and coalesce(r.provider = s.provider, true) and r.first_date <= s.last_date and s.first_date <= r.last_date
)
select clause, reading, member as subject, provider, start_date, end_date, reason, rate as evidence from pair
union all
select clause, reading, member as subject, provider, start_date, end_date, reason, beside as evidence from pair
