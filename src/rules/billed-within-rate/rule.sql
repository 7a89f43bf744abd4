-- @name billed-within-rate
-- @title Work that the rate includes isn't billed beside it
-- @relatedDependency https://peerbridge.dev/fhir/Library/billed_line as billed_line

with line as (
  select b.clause, b.reading, b.service, c.reference, c.line, c.member, c.provider, c.first_date, c.last_date, c.certain, c.service as of_service, c.products,
         lists_overlap(c.products, b.codes) as such_work, c.each_day and (c.unit is null or list_has(b.units, c.unit)) as each_day
  from billed_line as c
  cross join binding as b
), rate as (
  -- a line that doesn't bill each of its days may leave any of them out; without a code, or with those of several services, it may be no rate
  select clause, reading, reference, line, member, provider, first_date, last_date, certain and each_day and of_service is not null as certain
  from line
  where not such_work and (of_service = service or of_service is null and (list_size(products) = 0 or list_has(products, service)))
), work as (
  -- of units that aren't days, nobody knows how many were on which day
  select clause, reading, reference, line, member, provider, first_date, last_date, certain and such_work and (each_day or first_date = last_date) as certain
  from line
  where such_work or list_size(products) = 0
), pair as (
  select r.clause, r.reading, r.member, coalesce(r.provider, w.provider) as provider, greatest(r.first_date, w.first_date) as start_date, least(r.last_date, w.last_date) as end_date,
         case when r.certain and w.certain then 'billed-beside-rate' else 'billing-undecided' end as reason, r.reference as rate, w.reference as beside
  from rate as r
  join work as w on w.clause = r.clause and w.reading = r.reading and w.member = r.member
  where (r.reference <> w.reference or r.line <> w.line) and coalesce(r.provider = w.provider, true) and r.first_date <= w.last_date and w.first_date <= r.last_date
)
select clause, reading, member as subject, provider, start_date, end_date, reason, rate as evidence from pair
union all
select clause, reading, member as subject, provider, start_date, end_date, reason, beside as evidence from pair
