-- @name plan-copy-consented
-- @title A copy of a plan, as the member consents
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/consent as consent

with decision as (
  -- a later decision supersedes one before it; of one day, both stand
  select c.reference, c.member, c.decision, c.certain, c.first_date, c.first_certain,
         least(c.last_certain, coalesce(min(add_days(n.first_date, -1)), c.last_certain)) as last_certain, least(c.last_date, coalesce(min(add_days(n.first_certain, -1)), c.last_date)) as last_date
  from consent as c
  left join consent as n on n.member = c.member and n.category = c.category and n.first_date > c.first_certain
  where c.category = 'plan-copy'
  group by c.reference, c.member, c.decision, c.certain, c.first_date, c.first_certain, c.last_certain, c.last_date
), gap as (
  -- days of which nothing is recorded: before the first decision, and from the end of one to the next that reaches beyond it
  select member, date '0001-01-01' as start_date, add_days(min(first_date), -1) as end_date from decision where first_date > date '0001-01-01' group by member
  union all
  select d.member, add_days(d.last_date, 1) as start_date, coalesce(min(add_days(n.first_date, -1)), date '9999-12-31') as end_date
  from decision as d
  left join decision as n on n.member = d.member and n.last_date > d.last_date
  where d.last_date < date '9999-12-31'
  group by d.member, d.reference, d.last_date
), held as (
  select b.clause, b.reading, b.unknown_is, p.reference, p.member, p.first_date, p.first_certain, p.last_certain, p.last_date
  from plan as p
  join binding as b on list_has(b.categories, p.category)
), claim as (
  select h.clause, h.reading, h.member, greatest(h.first_certain, d.first_certain) as start_date, least(h.last_certain, d.last_certain) as end_date,
         case when d.decision = 'permit' then 'copy-with-consent' else 'copy-without-consent' end as reason, h.reference, d.reference as consent
  from held as h
  join decision as d on d.member = h.member
  where d.certain and d.decision is not null
  union all
  select h.clause, h.reading, h.member, greatest(h.first_date, d.first_date) as start_date, least(h.last_date, d.last_date) as end_date, 'consent-unknown' as reason, h.reference, d.reference as consent
  from held as h
  join decision as d on d.member = h.member
  where not d.certain or d.decision is null or h.first_date <> h.first_certain or h.last_date <> h.last_certain or d.first_date <> d.first_certain or d.last_date <> d.last_certain
  union all
  select h.clause, h.reading, h.member, greatest(h.first_date, g.start_date) as start_date, least(h.last_date, g.end_date) as end_date,
         case when h.unknown_is = 'permit' then 'copy-with-consent' else 'consent-unknown' end as reason, h.reference, cast(null as varchar(80)) as consent
  from held as h
  join gap as g on g.member = h.member
  union all
  select h.clause, h.reading, h.member, h.first_date as start_date, h.last_date as end_date,
         case when h.unknown_is = 'permit' then 'copy-with-consent' else 'consent-unknown' end as reason, h.reference, cast(null as varchar(80)) as consent
  from held as h
  anti join decision as d on d.member = h.member
)
select clause, reading, member as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, reference as evidence from claim
union all
select clause, reading, member as subject, cast(null as varchar(80)) as provider, start_date, end_date, reason, consent as evidence from claim where consent is not null
