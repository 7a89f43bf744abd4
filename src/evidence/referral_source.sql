-- @name referral_source
-- @title Who referred a member, and whether a reason is given
-- @table
-- @columns reference text: ServiceRequest/id; requester text or null: Type/id, where it can be told; kind text: professional | organization | self | relative | unknown, also where it isn't in the data; organization text or null: the requester's; has_reason boolean: a coded, written or referenced one
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral as referral
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request_source as service_request_source
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner as practitioner
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization

with known as (
  select 'Practitioner/' || id as requester, 'professional' as kind, cast(null as varchar(80)) as organization from practitioner
  union all
  select 'PractitionerRole/' || id as requester, 'professional' as kind, reference_key(organization) as organization from practitioner_role
  union all
  select 'Organization/' || id as requester, 'organization' as kind, 'Organization/' || id as organization from organization
), named as (
  select r.reference, r.member, reference_key(s.requester) as requester, s.has_reason
  from referral as r
  join service_request_source as s on 'ServiceRequest/' || s.id = r.reference
)
select n.reference, n.requester,
       case when n.requester = n.member then 'self' when n.requester like 'RelatedPerson/%' or n.requester like 'Patient/%' then 'relative' else coalesce(k.kind, 'unknown') end as kind, k.organization, n.has_reason
from named as n
left join known as k on k.requester = n.requester
