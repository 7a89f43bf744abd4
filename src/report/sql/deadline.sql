-- @name deadline
-- @title By when what a clause asks was or is due, where the contract counts from a day that is known: of the referral of a member's episode, or of an incident
-- @columns specification, clause, reason, subject text; provider text or null; due date: of several, the last
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_remedy as clause_remedy
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/asked_incident as asked_incident
-- @relatedDependency https://peerbridge.dev/fhir/Library/business_day as business_day

with asked as (
  select specification, clause, reason, due_after, due_clock, due_days, due_business_days
  from clause_remedy
  where due_days is not null or due_business_days is not null
), business as (
  -- the first business day after a date is the first that counts, whether or not the date itself is one
  select date, next, dense_rank() over (order by next) as ordinal from business_day
), ahead as (
  select distinct next as date, ordinal from business
), clocked as (
  select a.specification, a.clause, a.reason, a.due_business_days, i.reference, i.provider,
         case when a.due_clock = 'detected' then i.known_first else i.first_date end as first_date, case when a.due_clock = 'detected' then i.known_last else i.last_date end as last_date
  from asked as a
  cross join asked_incident as i
  where a.due_after = 'incident'
), due as (
  select a.specification, a.clause, a.reason, e.member as subject, e.provider, add_days(r.first_date, a.due_days) as due
  from asked as a
  join specification_service as s on s.specification = a.specification
  join episode as e on e.variant = s.variant and e.service = s.service
  join episode_referral as r on r.variant = e.variant and r.episode = e.reference
  where a.due_after = 'referral' and r.reference is not null and r.first_date = r.last_date
  union all
  select c.specification, c.clause, c.reason, c.reference as subject, c.provider, d.date as due
  from clocked as c
  join business as b on b.date = c.first_date
  join ahead as d on d.ordinal = b.ordinal + c.due_business_days - 1
  where c.first_date = c.last_date
)
select specification, clause, reason, subject, provider, max(due) as due
from due
group by specification, clause, reason, subject, provider
