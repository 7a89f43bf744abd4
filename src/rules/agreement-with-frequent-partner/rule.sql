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
  -- a referral counts from the last day on which it may have been written
  select b.clause, b.reading, b.least_count, b.within_days, x.organization, x.partner, k.listed, x.last_date,
         row_number() over (partition by b.clause, b.reading, x.organization, x.partner order by x.last_date, x.reference) as turn
  from referral_exchange as x
  cross join binding as b
  left join kind as k on k.clause = b.clause and k.reading = b.reading and k.partner = x.partner
  where b.least_count is not null and x.last_date < date '9999-12-31' and coalesce(k.listed, 1) = 1
), frequent as (
  -- from the last of so many referrals within so many dates, for as long as the first of them is within it; a partner of unknown kind may be none that is listed
  select later.clause, later.reading, later.organization, later.partner, later.listed is not null as listed, later.last_date as first_date, add_days(earlier.last_date, earlier.within_days - 1) as last_date
  from exchanged as later
  join exchanged as earlier
    on earlier.clause = later.clause and earlier.reading = later.reading and earlier.organization = later.organization and earlier.partner = later.partner
      and earlier.turn = later.turn - later.least_count + 1
  where later.last_date <= add_days(earlier.last_date, earlier.within_days - 1)
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
  select clause, reading, organization, partner, add_days(last_date, 1) as start_date from frequent
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
  select distinct s.clause, s.reading, s.organization, s.partner, s.start_date, s.end_date, f.listed
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
       case when h.certain is not null then 'agreement-in-force' when o.listed and h.possible is null and n.organization is null then 'agreement-missing' else 'agreement-undecided' end as reason,
       coalesce(h.certain, h.possible, o.partner) as evidence
from owed as o
left join held as h on h.clause = o.clause and h.reading = o.reading and h.organization = o.organization and h.partner = o.partner and h.start_date = o.start_date
left join unnamed as n on n.organization = o.organization
union all
select b.clause, b.reading, e.provider as subject, e.provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date, 'volume-not-set' as reason, cast(null as varchar(80)) as evidence
from (select distinct variant, service, provider from episode where provider is not null) as e
join binding as b on b.service = e.service and b.variant = e.variant
where b.least_count is null
