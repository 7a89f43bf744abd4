-- @name activity-per-period
-- @title What a peer did for a member in each period
-- @relatedDependency https://peerbridge.dev/fhir/Library/activity as activity
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_period as service_period

with asked as (
  select b.clause, b.reading, b.service, b.collateral, b.activities, b.least_count, b.fewer_is, p.member, p.provider, p.episode, p.start_date, p.end_date, p.is_over
  from binding as b
  join service_period as p on p.variant = b.variant and p.service = b.service and p.per = b.per
), done as (
  select a.clause, a.reading, a.episode, a.start_date, v.reference,
         bool_or(v.certain and v.first_date >= a.start_date and v.last_date <= a.end_date and (a.collateral or v.activity is not null)
                 and coalesce(v.provider = a.provider and v.service = a.service, false)) as sure
  from asked as a
  join activity as v on v.member = a.member and v.first_date <= a.end_date and v.last_date >= a.start_date
  -- an activity of a kind that no table knows may be any; so may the provider and service of a worker who isn't named
  where v.collateral = a.collateral and (a.collateral or v.activity is null or list_has(a.activities, v.activity))
    and coalesce(v.provider = a.provider, true) and coalesce(v.service = a.service, true)
  group by a.clause, a.reading, a.episode, a.start_date, v.reference
), counted as (
  select clause, reading, episode, start_date, sum(case when sure then 1 else 0 end) as certain_count, count(*) as possible_count
  from done
  group by clause, reading, episode, start_date
), judged as (
  select a.clause, a.reading, a.provider, a.episode, a.start_date, a.end_date,
         case when c.certain_count >= a.least_count then 'activity-recorded'
              when c.possible_count >= a.least_count then 'activity-undecided'
              when a.fewer_is = 'insufficient-data' then 'activity-not-recorded'
              when a.fewer_is = 'not-satisfied' and a.is_over then 'too-few-activities'
              when a.fewer_is = 'not-satisfied' then 'period-not-over' end as reason
  from asked as a
  left join counted as c on c.clause = a.clause and c.reading = a.reading and c.episode = a.episode and c.start_date = a.start_date
), shown as (
  select clause, reading, episode, start_date, reference, 'activity-recorded' as reason from done where sure
  union all
  select clause, reading, episode, start_date, reference, 'activity-undecided' as reason from done
)
select j.clause, j.reading, j.episode as subject, j.provider, j.start_date, j.end_date, j.reason, d.reference as evidence
from judged as j
left join shown as d on d.reason = j.reason and d.clause = j.clause and d.reading = j.reading and d.episode = j.episode and d.start_date = j.start_date
where j.reason is not null
