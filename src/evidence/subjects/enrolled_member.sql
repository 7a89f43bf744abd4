-- @name enrolled_member
-- @title Members with the provider of their episode, on the days of it
-- @columns variant, service, subject text: the member; provider text or null; member text; reference text: the episode; first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode

select variant, service, member as subject, provider, member, reference, first_date, first_certain, last_certain, last_date from episode
