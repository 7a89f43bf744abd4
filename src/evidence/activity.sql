-- @name activity
-- @title What peers did for members who have an episode, besides contacts: activities, and work without the member
-- @table
-- @columns reference text: Procedure/id, Encounter/id or Communication/id; member text; activity text or null: code of peer-activity, where it can be read; collateral boolean: without the member; worker text or null: as it is named; provider, service text or null: of the worker's role;
--   certain boolean: its status leaves no doubt; first_date, last_date date: the dates it may have been on
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/procedure as procedure
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/worker_role as worker_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with known as (
  select array_agg(code) as codes from crosswalk where map = 'peer-activity'
), without_member as (
  select array_agg(code) as codes from crosswalk where map = 'collateral'
), addressed as (
  -- whoever else may be meant: a message to the member is a message, case-rate 20
  select c.id, bool_or(coalesce(reference_key(u.item) like 'Patient/%', true)) as member_may_read from communication as c cross join lateral rows_of(c.recipients) as u group by c.id
), done as (
  select 'Procedure/' || p.id as reference, reference_key(p.subject) as member, p.codes, lists_overlap(p.codes, w.codes) or lists_overlap(p.categories, w.codes) as collateral, p.performers as workers, cast(null as varchar(80)) as author,
         coalesce(p.status, 'unknown') = 'completed' as certain, coalesce(p.performed, p.performed_start) as moment
  from procedure as p
  cross join without_member as w
  where p.status is null or p.status in ('completed', 'in-progress', 'unknown')
  union all
  select 'Encounter/' || e.id as reference, reference_key(e.subject) as member, e.type_codes as codes,
         -- preparing an appointment without the member is work without the member (A57)
         lists_overlap(e.type_codes, w.codes) or list_has(e.type_codes, 'appointment-preparation') and not coalesce(e.engaged, true) as collateral, e.participants as workers, cast(null as varchar(80)) as author,
         coalesce(e.status, 'unknown') = 'finished' as certain, e.period_start as moment
  from encounter as e
  cross join without_member as w
  cross join known as k
  where lists_overlap(e.type_codes, k.codes) and (e.status is null or e.status in ('finished', 'in-progress', 'arrived', 'triaged', 'onleave', 'unknown'))
  union all
  select 'Communication/' || c.id as reference, reference_key(c.subject) as member, null as codes, true as collateral, null as workers, reference_key(c.sender) as author,
         coalesce(c.status, 'unknown') = 'completed' as certain, coalesce(c.sent, c.received) as moment
  from communication as c
  join addressed as a on a.id = c.id
  where not a.member_may_read and coalesce(reference_key(c.sender) like 'Practitioner%' or reference_key(c.sender) like 'Organization/%', false)
    and (c.status is null or c.status in ('completed', 'in-progress', 'unknown'))
), dated as (
  select d.reference, d.member, d.codes, d.collateral, d.workers, d.author, d.certain, d.moment, first_local_date(d.moment, r.time_zone) as moment_date, r.as_of
  from done as d
  cross join run as r
  semi join episode_record as e on e.member = d.member
), coded as (
  select d.reference, k.target as activity from dated as d cross join lateral rows_of(d.codes) as u join crosswalk as k on k.map = 'peer-activity' and k.code = u.item
), party as (
  select d.reference, reference_key(u.item) as worker from dated as d cross join lateral rows_of(d.workers) as u where reference_key(u.item) like 'Practitioner%'
  union
  select reference, author as worker from dated where author is not null
)
select distinct d.reference, d.member, c.activity, d.collateral, p.worker, coalesce(w.organization, case when p.worker like 'Organization/%' then p.worker end) as provider, w.service, d.certain,
       coalesce(d.moment_date, date '0001-01-01') as first_date, coalesce(last_local_date(d.moment, d.moment_date), date '9999-12-31') as last_date
from dated as d
left join coded as c on c.reference = d.reference
left join party as p on p.reference = d.reference
left join worker_role as w on w.participant = p.worker
where coalesce(d.moment_date, date '0001-01-01') <= d.as_of
