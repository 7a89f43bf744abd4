-- @name referral-source
-- @title Who referred the member
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral_source as referral_source
-- @relatedDependency https://peerbridge.dev/fhir/Library/first_contact as first_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/gap as gap

with onset as (
  select variant, episode, min(earliest_date) as first_date, min(certain_date) as certain_date from first_contact group by variant, episode
), unseen as (
  -- of whom there may be a contact that isn't known; null: of everybody
  select distinct subject from gap where resource_type in ('Encounter', 'Communication')
), of_all as (
  select count(*) as gaps from unseen where subject is null
)
select b.clause, b.reading, e.reference as subject, e.provider, e.first_date as start_date, e.last_date as end_date,
       case when coalesce(s.kind, 'unknown') = 'unknown' then 'requester-unknown'
            when not list_has(b.sources, s.kind) then 'referred-by-other'
            when r.first_date > o.certain_date then 'referral-after-service'
            when r.last_date > o.first_date or r.first_date = date '0001-01-01' then 'referral-undecided'
            -- it may have come after a contact that isn't known; a contact that names the episode may lie before its first day
            when u.subject is not null or a.gaps > 0 then 'referral-undecided'
            else 'referred' end as reason, r.reference as evidence
from episode as e
join binding as b on b.variant = e.variant and b.service = e.service
join episode_referral as r on r.variant = e.variant and r.episode = e.reference
left join referral_source as s on s.reference = r.reference
left join onset as o on o.variant = e.variant and o.episode = e.reference
left join unseen as u on u.subject = e.member
cross join of_all as a
where r.reference is not null
