-- @name explained_referral
-- @title The referral of each of the member's episodes
-- @columns episode, reference text; first_date, last_date date: the dates that it may bear (unknown: 0001-01-01, 9999-12-31)
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

select distinct e.reference as episode, r.reference, r.first_date, r.last_date
from explained as x
join episode_key as e on e.member = x.member and e.own
join episode_referral as r on r.variant = e.variant and r.episode = e.reference
where r.reference is not null
order by episode, reference
