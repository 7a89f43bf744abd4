-- @name worker_role
-- @title Who a participant reference stands for: one role, or all roles of a practitioner (case-rate 10, 11)
-- @table
-- @columns participant text 'PractitionerRole/id' or 'Practitioner/id'; organization text or null; service text or null; known boolean: the role says what kind of worker it is
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with role as (
  select 'PractitionerRole/' || r.id as role, reference_key(r.practitioner) as practitioner, reference_key(r.organization) as organization,
         list_size(r.roles) > 0 as known, x.target as service
  from practitioner_role as r
  left join lateral rows_of(r.roles) as u on true
  left join crosswalk as x on x.map = 'worker-role-to-service' and x.code = u.item
)
select role as participant, organization, service, known from role
union
select practitioner as participant, organization, service, known from role where practitioner is not null
