-- @name provider_state
-- @title What is said of the organizations that have episodes, of agreements and of referrals, and what is left open
-- @columns reference, service, place text: the element; state text: there | missing | not-understood
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation as organization_affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/agreement as agreement
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_type as organization_type
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral as referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_state as episode_state
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with asked as (
  select distinct service from specification_service
), typed as (
  select distinct organization from organization_type
), subcontract as (
  select distinct g.reference, g.organization, g.participating_organization,
         case when g.first_date = g.first_certain and g.last_certain = g.last_date then 'there' else 'not-understood' end as held
  from agreement as g
  semi join crosswalk as s on s.map = 'subcontract-buyer' and s.code = g.type
)
select p.provider as reference, p.service, 'Organization.type' as place, case when t.organization is null then 'missing' else 'there' end as state
from (select distinct provider, service from episode_state where provider is not null) as p
left join typed as t on t.organization = p.provider
union all
select 'OrganizationAffiliation/' || o.id as reference, a.service, 'OrganizationAffiliation.code' as place,
       case when list_size(o.agreement_types) > 0 then 'there' else 'missing' end as state
from organization_affiliation as o cross join asked as a
where coalesce(o.active, true)
union all
select s.reference, a.service, 'OrganizationAffiliation.organization | OrganizationAffiliation.participatingOrganization' as place,
       case when s.organization is null or s.participating_organization is null then 'missing' else 'there' end as state
from subcontract as s cross join asked as a
union all
select s.reference, a.service, 'OrganizationAffiliation.period' as place, s.held as state from subcontract as s cross join asked as a
union all
select r.reference, u.item as service, 'ServiceRequest.authoredOn' as place,
       case when r.first_date = r.last_date then 'there' when r.last_date = date '9999-12-31' then 'missing' else 'not-understood' end as state
from referral as r
cross join lateral rows_of(r.services) as u
semi join asked as a on a.service = u.item
