-- @name referral_exchange
-- @title Referrals between two organizations, as each of them has them
-- @table
-- @columns reference text: ServiceRequest/id; organization, partner text: Organization/id, whichever of them sent it; first_date, last_date date: the dates it may have been written on
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral as referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral_source as referral_source
-- @relatedDependency https://peerbridge.dev/fhir/Library/worker_role as worker_role
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request

with performer as (
  select distinct 'ServiceRequest/' || s.id as reference, coalesce(w.organization, case when reference_key(u.item) like 'Organization/%' then reference_key(u.item) end) as receiver
  from service_request as s
  cross join lateral rows_of(s.performers) as u
  left join worker_role as w on w.participant = reference_key(u.item)
), exchange_of as (
  select distinct r.reference, s.organization as sender, p.receiver, r.first_date, r.last_date
  from referral as r
  join referral_source as s on s.reference = r.reference
  join performer as p on p.reference = r.reference
  where s.organization is not null and p.receiver is not null and s.organization <> p.receiver
)
select reference, sender as organization, receiver as partner, first_date, last_date from exchange_of
union all
select reference, receiver as organization, sender as partner, first_date, last_date from exchange_of
