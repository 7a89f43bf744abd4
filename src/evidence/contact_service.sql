-- @name contact_service
-- @title Of which service a contact is, where the record itself doesn't name exactly one (case-rate 11)
-- @table
-- @columns reference text; service text; certain boolean
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request
-- @relatedDependency https://peerbridge.dev/fhir/Library/worker_role as worker_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record

with stated as (
  select c.reference, u.item as service from contact_record as c cross join lateral rows_of(c.services) as u where c.service is null and list_size(c.services) > 1
), unstated as (
  select reference, member, episodes, based_on, participants from contact_record where service is null and list_size(services) = 0
), by_episode as (
  select distinct c.reference, e.service
  from unstated as c
  cross join lateral rows_of(c.episodes) as u
  join episode_record as e on e.reference = reference_key(u.item)
), by_referral as (
  select distinct c.reference, v.item as service
  from unstated as c
  cross join lateral rows_of(c.based_on) as u
  join service_request as s on 'ServiceRequest/' || s.id = reference_key(u.item)
  cross join lateral rows_of(s.services) as v
  anti join by_episode as e on e.reference = c.reference
), rest as (
  select c.* from unstated as c anti join by_episode as e on e.reference = c.reference anti join by_referral as r on r.reference = c.reference
), role as (
  select c.reference, w.service, coalesce(w.known, false) as known
  from rest as c
  cross join lateral rows_of(c.participants) as u
  left join worker_role as w on w.participant = reference_key(u.item)
  -- the member, a relative or an organization among the parties has no role to know
  where reference_key(u.item) like 'Practitioner%'
), by_role as (
  select distinct reference, service from role where service is not null
), settled as (
  -- all roles known, and none of a service: a contact of none
  select reference from role group by reference having bool_and(known)
), open as (
  select distinct c.reference, e.service
  from rest as c
  join episode_record as e on e.member = c.member
  anti join settled as s on s.reference = c.reference
  left join by_role as b on b.reference = c.reference and b.service = e.service
  where b.reference is null
)
select reference, service, true as certain from stated
union all
select reference, service, true as certain from by_episode
union all
select reference, service, true as certain from by_referral
union all
select reference, service, true as certain from by_role
union all
select reference, service, false as certain from open
