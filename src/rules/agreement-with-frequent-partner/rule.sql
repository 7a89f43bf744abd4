-- @name agreement-with-frequent-partner
-- @title A written agreement with each partner with whom many referrals are exchanged
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/partner_type as partner_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral_exchange as referral_exchange

with kind as (
  select b.clause, b.reading, t.organization as partner, max(case when list_has(b.partner_types, t.type) then 1 else 0 end) as listed
  from binding as b
  cross join partner_type as t
  group by b.clause, b.reading, t.organization
), exchanged as (
  -- how many days of the window lie behind the day itself
  select b.clause, b.reading, b.least_count, b.within_days - 1 as behind, x.organization, x.partner, k.listed, x.first_date, x.last_date
  from referral_exchange as x
  cross join binding as b
  left join kind as k on k.clause = b.clause and k.reading = b.reading and k.partner = x.partner
  where b.least_count is not null and coalesce(k.listed, 1) = 1
), turn as (
  -- where a referral begins and ceases to count: perhaps from the first day on which it may have been written, certainly from the last; until the window has passed that day
  select clause, reading, organization, partner, least_count, listed, first_date as date, 1 as maybe, 0 as surely from exchanged
  union all
  select clause, reading, organization, partner, least_count, listed, add_days(last_date, behind + 1) as date, -1 as maybe, 0 as surely from exchanged where last_date < date '9999-12-31'
  union all
  select clause, reading, organization, partner, least_count, listed, last_date as date, 0 as maybe, 1 as surely from exchanged where days_between(first_date, last_date) <= behind
  union all
  select clause, reading, organization, partner, least_count, listed, add_days(first_date, behind + 1) as date, 0 as maybe, -1 as surely from exchanged where days_between(first_date, last_date) <= behind
), counted as (
  select clause, reading, organization, partner, least_count, listed, date, sum(sum(maybe)) over so_far as maybe, sum(sum(surely)) over so_far as surely
  from turn
  group by clause, reading, organization, partner, least_count, listed, date
  window so_far as (partition by clause, reading, organization, partner order by date)
), volume as (
  select clause, reading, organization, partner, listed, date, maybe >= least_count as perhaps, surely >= least_count as many from counted
), compared as (
  select v.*, lag(perhaps) over so_far as perhaps_before, lag(many) over so_far as many_before
  from volume as v
  window so_far as (partition by clause, reading, organization, partner order by date)
), lasting as (
  select clause, reading, organization, partner, listed, perhaps, many, date as first_date, coalesce(add_days(lead(date) over later, -1), date '9999-12-31') as last_date
  from compared
  where perhaps_before is distinct from perhaps or many_before is distinct from many
  window later as (partition by clause, reading, organization, partner order by date)
), frequent as (
  -- a partner of unknown kind may be none that is listed
  select clause, reading, organization, partner, listed is not null as listed, many, first_date, last_date from lasting where perhaps
), written as (
  -- a subcontract buys a service; it is no agreement about members who are referred
  select a.reference, a.organization, a.partner, a.first_date, a.first_certain, a.last_certain, a.last_date
  from affiliation as a
  anti join crosswalk as s on s.map = 'subcontract-buyer' and s.code = a.type
), asked as (
  select distinct f.clause, f.reading, f.organization, f.partner, w.reference, w.first_date, w.first_certain, w.last_certain, w.last_date
  from frequent as f
  join written as w on w.organization = f.organization and w.partner = f.partner
), edge as (
  select clause, reading, organization, partner, first_date as start_date from frequent
  union
  select clause, reading, organization, partner, add_days(last_date, 1) as start_date from frequent where last_date < date '9999-12-31'
  union
  select clause, reading, organization, partner, first_date as start_date from asked
  union
  select clause, reading, organization, partner, first_certain as start_date from asked
  union
  select clause, reading, organization, partner, add_days(last_certain, 1) as start_date from asked where last_certain < date '9999-12-31'
  union
  select clause, reading, organization, partner, add_days(last_date, 1) as start_date from asked where last_date < date '9999-12-31'
), stretch as (
  select clause, reading, organization, partner, start_date, coalesce(add_days(lead(start_date) over later, -1), date '9999-12-31') as end_date
  from edge
  window later as (partition by clause, reading, organization, partner order by start_date)
), owed as (
  select distinct s.clause, s.reading, s.organization, s.partner, s.start_date, s.end_date, f.listed, f.many
  from stretch as s
  join frequent as f on f.clause = s.clause and f.reading = s.reading and f.organization = s.organization and f.partner = s.partner
  where f.first_date <= s.start_date and f.last_date >= s.start_date
), held as (
  select s.clause, s.reading, s.organization, s.partner, s.start_date, min(a.reference) as possible,
         min(case when a.first_certain <= s.start_date and a.last_certain >= s.start_date then a.reference end) as certain
  from stretch as s
  join asked as a on a.clause = s.clause and a.reading = s.reading and a.organization = s.organization and a.partner = s.partner
  where a.first_date <= s.start_date and a.last_date >= s.start_date
  group by s.clause, s.reading, s.organization, s.partner, s.start_date
), unnamed as (
  select distinct organization from written where partner is null
)
select o.clause, o.reading, o.organization as subject, o.organization as provider, o.start_date, o.end_date,
       case when h.certain is not null then 'agreement-in-force' when not o.many then 'volume-undecided' when o.listed and h.possible is null and n.organization is null then 'agreement-missing' else 'agreement-undecided' end as reason,
       coalesce(h.certain, case when o.many then h.possible end, o.partner) as evidence
from owed as o
left join held as h on h.clause = o.clause and h.reading = o.reading and h.organization = o.organization and h.partner = o.partner and h.start_date = o.start_date
left join unnamed as n on n.organization = o.organization
union all
select b.clause, b.reading, e.provider as subject, e.provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date, 'volume-not-set' as reason, cast(null as varchar(80)) as evidence
from (select distinct variant, service, provider from episode where provider is not null) as e
join binding as b on b.service = e.service and b.variant = e.variant
where b.least_count is null
