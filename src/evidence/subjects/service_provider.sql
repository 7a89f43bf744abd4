-- @name service_provider
-- @title Providers of a service: who has an episode of it, on all days of the asked period
-- @columns variant, service, subject, provider text: the organization, twice; member, reference text: null; first_date, first_certain, last_certain, last_date date: open
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run
-- @relatedDependency https://peerbridge.dev/fhir/Library/variant as variant

select distinct e.variant, e.service, e.provider as subject, e.provider, cast(null as varchar(80)) as member, cast(null as varchar(80)) as reference,
       date '0001-01-01' as first_date, date '0001-01-01' as first_certain, date '9999-12-31' as last_certain, date '9999-12-31' as last_date
from episode as e
join variant as v on v.variant = e.variant and v.base is null
cross join run as r
where e.provider is not null and not e.dangling and e.last_date >= r.from_date and e.first_date <= r.to_date
