-- @name supervision-topic-covered
-- @title A topic that supervision dealt with in the period
-- @relatedDependency https://peerbridge.dev/fhir/Library/supervision_session as supervision_session
-- @relatedDependency https://peerbridge.dev/fhir/Library/supervision as supervision
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment
-- @relatedDependency https://peerbridge.dev/fhir/Library/period as period
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with workplace as (
  select distinct service, worker, provider from employment where worker is not null and provider is not null
), session as (
  -- the supervisor takes part, too, but has no role of the service
  select w.service, w.provider, s.reference, s.topics, s.certain, s.first_date, s.last_date
  from supervision_session as s
  join workplace as w on w.worker = s.worker and w.provider = coalesce(s.provider, w.provider)
), asked as (
  select b.clause, b.reading, b.service, b.topics, p.start_date, p.end_date, p.end_date <= r.as_of as is_over
  from binding as b
  cross join period as p
  cross join run as r
  where p.kind = 'asked'
), claim as (
  select a.clause, a.reading, s.provider, a.start_date, a.end_date, s.reference,
         case when not s.certain or s.first_date < a.start_date or s.last_date > a.end_date then case when lists_overlap(s.topics, a.topics) then 'topic-undecided' end
              when lists_overlap(s.topics, a.topics) then 'topic-covered'
              when a.is_over then 'topic-missing' else 'topic-still-open' end as reason
  from asked as a
  join session as s on s.service = a.service and s.first_date <= a.end_date and s.last_date >= a.start_date
  union all
  select a.clause, a.reading, s.provider, a.start_date, a.end_date, s.reference,
         case when greatest(s.first_certain, a.start_date) <= least(s.last_certain, a.end_date) then 'topic-covered' else 'topic-undecided' end as reason
  from asked as a
  join workplace as w on w.service = a.service
  join supervision as s on s.worker = w.worker and s.provider = w.provider and lists_overlap(s.topics, a.topics) and s.first_date <= a.end_date and s.last_date >= a.start_date
)
select clause, reading, provider as subject, provider, start_date, end_date, reason, reference as evidence
from claim
where reason is not null
