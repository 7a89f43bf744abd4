-- @name employed_worker
-- @title Workers of a service with their employer, on the days of their role
-- @columns variant, service, subject text: the worker, Practitioner/id; provider text or null: the employer; member text: null; reference text: the role, PractitionerRole/id; first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment
-- @relatedDependency https://peerbridge.dev/fhir/Library/variant as variant

select v.variant, e.service, e.worker as subject, e.provider, cast(null as varchar(80)) as member, e.reference, e.first_date, e.first_certain, e.last_certain, e.last_date
from employment as e
cross join variant as v
where v.base is null and e.worker is not null and e.service is not null and e.first_date <= e.last_date
