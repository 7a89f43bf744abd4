-- @name survey-in-period
-- @title Satisfaction surveys and outcome measures
-- @relatedDependency https://peerbridge.dev/fhir/Library/survey as survey
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/period as period

with served as (
  select distinct variant, service, member, provider from episode where provider is not null
), taken as (
  select b.clause, b.reading, coalesce(v.provider, e.provider) as provider, v.reference, v.kind, v.certain, v.first_date, v.last_date
  from survey as v
  cross join binding as b
  left join served as e on e.variant = b.variant and e.service = b.service and e.member = case when v.provider is null then v.member end
  where v.kind is null or list_has(b.kinds, v.kind)
), wanted as (
  select b.clause, b.reading, u.item as kind, b.every from binding as b cross join lateral rows_of(b.kinds) as u
), found as (
  select w.clause, w.reading, w.every, w.kind, t.provider, p.start_date, p.end_date,
         min(case when t.certain and t.kind = w.kind and t.first_date >= p.start_date and t.last_date <= p.end_date then t.reference end) as shown
  from wanted as w
  join taken as t on t.clause = w.clause and t.reading = w.reading and coalesce(t.kind = w.kind, true)
  join period as p on p.kind = 'asked' and p.start_date <= t.last_date and p.end_date >= t.first_date
  where t.provider is not null
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
