-- @name incident-reported
-- @title An incident is reported, to whom and by when a clause asks
-- @relatedDependency https://peerbridge.dev/fhir/Library/incident as incident
-- @relatedDependency https://peerbridge.dev/fhir/Library/incident_report as incident_report
-- @relatedDependency https://peerbridge.dev/fhir/Library/member_payer as member_payer
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_identity as organization_identity
-- @relatedDependency https://peerbridge.dev/fhir/Library/business_day as business_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with numbered as (
  select date, next, dense_rank() over (order by next) as ordinal from business_day
), business as (
  select distinct next as date, ordinal from numbered
), deadline as (
  -- the first business day after a date is the first that counts, whether or not the date itself is one
  select b.clause, b.reading, n.date, d.date as due
  from binding as b
  cross join numbered as n
  join business as d on d.ordinal = n.ordinal + b.within_business_days - 1
), clocked as (
  select b.clause, b.reading, b.within_business_days, b.recipients, i.reference, i.member, i.provider, i.first_date, i.last_date,
         case when b.clock_start = 'detected' then i.known_first else i.first_date end as clock_first,
         case when b.clock_start = 'detected' then i.known_last else i.last_date end as clock_last
  from incident as i
  cross join binding as b
), timed as (
  select c.*, f.due as first_due, l.due as last_due
  from clocked as c
  left join deadline as f on f.clause = c.clause and f.reading = c.reading and f.date = c.clock_first
  left join deadline as l on l.clause = c.clause and l.reading = c.reading and l.date = c.clock_last
), addressee as (
  select t.clause, t.reading, t.reference, p.payer as organization, p.first_certain <= t.first_date and p.last_certain >= t.last_date as certain
  from timed as t
  join member_payer as p on p.member = t.member and p.first_date <= t.last_date and p.last_date >= t.first_date
  where list_has(t.recipients, 'coverage-payor')
  union all
  select t.clause, t.reading, t.reference, o.organization, true as certain
  from timed as t
  join organization_identity as o on list_has(t.recipients, o.identity)
), addressed as (
  select clause, reading, reference, organization, bool_or(certain) as certain from addressee group by clause, reading, reference, organization
), named as (
  select distinct clause, reading, reference from addressee
), told as (
  select t.clause, t.reading, t.reference, t.provider, t.within_business_days, t.first_due, t.last_due,
         r.reference as report, r.certain, r.first_date, r.last_date,
         case when list_size(t.recipients) = 0 or coalesce(a.certain, false) then 'right'
              when a.organization is not null or r.recipient is null or n.reference is null then 'possible' else 'wrong' end as fit
  from timed as t
  join incident_report as r on r.incident = t.reference
  left join addressed as a on a.clause = t.clause and a.reading = t.reading and a.reference = t.reference and a.organization = r.recipient
  left join named as n on n.clause = t.clause and n.reading = t.reading and n.reference = t.reference
), claim as (
  select clause, reading, reference, provider, report,
         case when fit = 'right' and certain and (within_business_days is null or coalesce(last_date <= first_due, false)) then 'reported'
              when within_business_days is null or coalesce(first_date <= last_due, true) then 'report-undecided'
              when fit = 'right' and certain then 'reported-late' else 'report-missing' end as reason
  from told
  where fit <> 'wrong'
  union all
  select t.clause, t.reading, t.reference, t.provider, cast(null as varchar(80)) as report,
         case when t.last_due is null then 'incident-date-unknown' when r.as_of <= t.last_due then 'report-not-yet-due' else 'report-missing' end as reason
  from timed as t
  cross join run as r
  where t.within_business_days is not null
)
select clause, reading, reference as subject, provider, date '0001-01-01' as start_date, date '9999-12-31' as end_date, reason, report as evidence
from claim
