-- @name agreements-across-groups
-- @title Written agreements in each of several groups of partners
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/partner_type as partner_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with wanted as (
  select b.clause, b.reading, b.least_count, list_size(b.groups) as groups, u.item as kinds from binding as b cross join lateral rows_of(b.groups) as u
), written as (
  -- a subcontract buys a service; it is no agreement about members who are referred
  select distinct a.reference, a.organization, coalesce(a.partner, a.reference) as partner, a.first_date, a.first_certain, a.last_certain, a.last_date
  from affiliation as a
  anti join crosswalk as s on s.map = 'subcontract-buyer' and s.code = a.type
), counting as (
  select distinct w.clause, w.reading, w.groups, w.least_count, w.kinds, a.reference, a.organization, a.partner, true as of_kind, a.first_date, a.first_certain, a.last_certain, a.last_date
  from wanted as w
  join partner_type as t on list_has(words_of(w.kinds), t.type)
  join written as a on a.partner = t.organization
  union all
  -- a partner of unknown kind may be in any group
  select w.clause, w.reading, w.groups, w.least_count, w.kinds, a.reference, a.organization, a.partner, false as of_kind, a.first_date, a.first_certain, a.last_certain, a.last_date
  from written as a
  anti join partner_type as t on t.organization = a.partner
  cross join wanted as w
), edge as (
  select clause, reading, organization, first_date as start_date from counting
  union
  select clause, reading, organization, first_certain as start_date from counting
  union
  select clause, reading, organization, add_days(last_certain, 1) as start_date from counting where last_certain < date '9999-12-31'
  union
  select clause, reading, organization, add_days(last_date, 1) as start_date from counting where last_date < date '9999-12-31'
), stretch as (
  select clause, reading, organization, start_date, coalesce(add_days(lead(start_date) over later, -1), date '9999-12-31') as end_date
  from edge
  window later as (partition by clause, reading, organization order by start_date)
), standing as (
  select c.clause, c.reading, c.groups, c.least_count, c.organization, c.kinds, c.partner, c.reference, s.start_date, s.end_date,
         c.of_kind and c.first_certain <= s.start_date and c.last_certain >= s.start_date as certain
  from counting as c
  join stretch as s on s.clause = c.clause and s.reading = c.reading and s.organization = c.organization
  where c.first_date <= s.start_date and c.last_date >= s.start_date
), grouped as (
  select clause, reading, groups, organization, start_date, end_date, kinds,
         case when count(distinct case when certain then partner end) >= least_count then 1 else 0 end as covered,
         case when count(distinct partner) >= least_count then 1 else 0 end as coverable,
         max(case when certain then 1 else 0 end) as begun
  from standing
  group by clause, reading, groups, least_count, organization, start_date, end_date, kinds
), judged as (
  select clause, reading, organization, start_date, end_date,
         case when sum(covered) = groups then 'every-group-covered'
              when sum(coverable) < groups and max(begun) = 1 then 'group-missing'
              else 'group-undecided' end as reason
  from grouped
  group by clause, reading, groups, organization, start_date, end_date
)
select j.clause, j.reading, j.organization as subject, j.organization as provider, j.start_date, j.end_date, j.reason, s.reference as evidence
from judged as j
join standing as s on s.clause = j.clause and s.reading = j.reading and s.organization = j.organization and s.start_date = j.start_date
where s.certain or j.reason = 'group-undecided'
