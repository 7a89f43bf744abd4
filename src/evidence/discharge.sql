-- @name discharge
-- @title Ends of episodes, also those that are planned
-- @columns reference text: EpisodeOfCare/id; member, service text; provider text or null; first_date, last_date date: the dates it may end on
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record

select distinct reference, member, service, provider, last_certain as first_date, last_date
from episode_record
where ended and status in ('active', 'onhold', 'finished')
