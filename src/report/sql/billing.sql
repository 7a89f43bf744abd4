-- @name billing
-- @title Where what was billed and the daily case rate differ, and what was billed twice: maximal runs of days that agree in kind
-- @table
-- @columns specification, member text; provider text or null; start_date, end_date date, inclusive; kind text: billed-not-billable, billed-undecided, billable-not-billed, duplicate (two lines for one day of one service), overlap (lines of two services for one day); member_days integer; evidence text[]: Claim/id
-- @relatedDependency https://peerbridge.dev/fhir/Library/billed_day as billed_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/unbilled_day as unbilled_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/claimed_day as claimed_day

with shared as (
  select member, date from claimed_day where certain and service is not null group by member, date having count(distinct service) > 1
), shared_claim as (
  select c.member, c.date, array_agg(distinct c.reference) as claims
  from claimed_day as c
  semi join shared as s on s.member = c.member and s.date = c.date
  where c.certain and c.service is not null
  group by c.member, c.date
), marked as (
  select specification, member, provider, date, case when certain and standing = 0 then 'billed-not-billable' else 'billed-undecided' end as kind, array_agg(distinct reference) as claims
  from billed_day
  where standing < 2
  group by specification, member, provider, date, case when certain and standing = 0 then 'billed-not-billable' else 'billed-undecided' end
  union all
  select specification, member, case when count(*) = count(provider) and min(provider) = max(provider) then min(provider) end as provider, date, 'duplicate' as kind, array_agg(distinct reference) as claims
  from billed_day
  where certain
  group by specification, member, service, date
  having count(*) > 1
  union all
  select b.specification, b.member, case when count(*) = count(b.provider) and min(b.provider) = max(b.provider) then min(b.provider) end as provider, b.date, 'overlap' as kind, list_flat(array_agg(s.claims)) as claims
  from billed_day as b
  join shared_claim as s on s.member = b.member and s.date = b.date
  where b.certain
  group by b.specification, b.member, b.date
  union all
  select specification, member, provider, date, 'billable-not-billed' as kind, words_of('') as claims from unbilled_day
), flagged as (
  select specification, member, provider, kind, date, claims,
         case when lag(date, 1) over w = add_days(date, -1) then 0 else 1 end as is_new
  from marked
  window w as (partition by specification, member, provider, kind order by date)
), numbered as (
  select specification, member, provider, kind, date, claims,
         sum(is_new) over (partition by specification, member, provider, kind order by date rows between unbounded preceding and current row) as run
  from flagged
)
select specification, member, provider, min(date) as start_date, max(date) as end_date, kind,
       cast(days_between(min(date), max(date)) + 1 as integer) as member_days, list_sorted(distinct_items(list_flat(array_agg(claims)))) as evidence
from numbered
group by specification, member, provider, kind, run
