-- @name first_contact
-- @title The first contact of an episode in each mode
-- @table
-- @columns variant, service, episode, mode text; earliest_date date: the earliest that it may have been; certain_date date or null: the earliest by which there certainly was one
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_contact as episode_contact

select variant, service, episode, mode, min(first_date) as earliest_date, min(case when certain and modes = 1 then last_date end) as certain_date
from episode_contact
group by variant, service, episode, mode
