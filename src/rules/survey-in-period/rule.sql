-- @name survey-in-period
-- @title Satisfaction surveys and outcome measures
-- @relatedDependency https://peerbridge.dev/fhir/Library/survey as survey
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/period as period

with unsigned as (
  -- where a survey names no provider, whoever served its member on that day may have asked
  select v.reference, e.variant, e.service, e.provider, e.first_certain <= v.first_date and e.last_certain >= v.last_date as certain
  from survey as v
  join episode as e on e.member = v.member
  where v.provider is null and e.first_date <= v.last_date and e.last_date >= v.first_date
), alone as (
  -- where one alone served, with whatever service, nobody else has
  select reference, variant from unsigned group by reference, variant having count(distinct coalesce(provider, '')) = 1
), asking as (
  select u.reference, u.variant, u.service, u.provider, bool_or(u.certain and a.reference is not null) as certain
  from unsigned as u
  left join alone as a on a.reference = u.reference and a.variant = u.variant
  where u.provider is not null
  group by u.reference, u.variant, u.service, u.provider
  union all
  -- that names no member either may be of any provider
  select v.reference, e.variant, e.service, e.provider, false as certain
  from (select distinct variant, service, provider from episode where provider is not null) as e
  cross join survey as v
  where v.provider is null and v.member is null
), signed as (
  select b.clause, b.reading, b.kinds, v.provider, v.reference, v.kind, v.certain, v.first_date, v.last_date
  from survey as v
  cross join binding as b
  where v.provider is not null
  union all
  select b.clause, b.reading, b.kinds, a.provider, v.reference, v.kind, v.certain and a.certain as certain, v.first_date, v.last_date
  from survey as v
  join asking as a on a.reference = v.reference
  join binding as b on b.variant = a.variant and b.service = a.service
), taken as (
  select clause, reading, provider, reference, kind, certain, first_date, last_date from signed where kind is null or list_has(kinds, kind)
), wanted as (
  select b.clause, b.reading, u.item as kind, b.every from binding as b cross join lateral rows_of(b.kinds) as u
), found as (
  select w.clause, w.reading, w.every, w.kind, t.provider, p.start_date, p.end_date,
         min(case when t.certain and t.kind = w.kind and t.first_date >= p.start_date and t.last_date <= p.end_date then t.reference end) as shown
  from wanted as w
  join taken as t on t.clause = w.clause and t.reading = w.reading and coalesce(t.kind = w.kind, true)
  join period as p on p.kind = 'asked' and p.start_date <= t.last_date and p.end_date >= t.first_date
  group by w.clause, w.reading, w.every, w.kind, t.provider, p.start_date, p.end_date
), counted as (
  select f.clause, f.reading, f.every, f.provider, f.start_date, f.end_date, sum(case when f.shown is not null then 1 else 0 end) as certain_kinds, count(*) as possible_kinds
  from found as f
  group by f.clause, f.reading, f.every, f.provider, f.start_date, f.end_date
), judged as (
  select c.clause, c.reading, c.provider, c.start_date, c.end_date,
         case when c.certain_kinds = list_size(b.kinds) or not b.every and c.certain_kinds > 0 then 'surveys-used'
              when c.possible_kinds = list_size(b.kinds) or c.certain_kinds = 0 then 'survey-undecided' else 'survey-missing' end as reason
  from counted as c
  join binding as b on b.clause = c.clause and b.reading = c.reading
)
select j.clause, j.reading, j.provider as subject, j.provider, j.start_date, j.end_date, j.reason, f.shown as evidence
from judged as j
join found as f on f.clause = j.clause and f.reading = j.reading and f.provider = j.provider
