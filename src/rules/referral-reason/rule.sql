-- @name referral-reason
-- @title A reason for the referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral_source as referral_source

select b.clause, b.reading, e.reference as subject, e.provider, e.first_date as start_date, e.last_date as end_date,
       case when coalesce(s.has_reason, false) then 'reason-given' else 'no-reason-given' end as reason, r.reference as evidence
from episode as e
join binding as b on b.variant = e.variant and b.service = e.service and b.required
join episode_referral as r on r.variant = e.variant and r.episode = e.reference
left join referral_source as s on s.reference = r.reference
where r.reference is not null
union all
select b.clause, b.reading, e.reference as subject, e.provider, e.first_date as start_date, e.last_date as end_date, 'reason-not-asked' as reason, cast(null as varchar(80)) as evidence
from episode as e
join binding as b on b.variant = e.variant and b.service = e.service and not b.required
