-- @name provider_agreement
-- @title Agreements of providers of a service, on the days on which they hold
-- @columns variant, service, subject text: the agreement, OrganizationAffiliation/id; provider text; member text: null; reference text: the agreement; first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/affiliation as affiliation
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_provider as service_provider

select distinct p.variant, p.service, a.reference as subject, p.provider, cast(null as varchar(80)) as member, a.reference, a.first_date, a.first_certain, a.last_certain, a.last_date
from affiliation as a
join service_provider as p on p.provider = a.organization
where a.first_date <= a.last_date
