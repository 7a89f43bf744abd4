-- @name contact-goal-link
-- @title Contacts work on the member's goals
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_goal as contact_goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/goal as goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_period as service_period

with aim as (
  select reference, member, first_certain, last_certain from goal where status not in ('proposed', 'unknown')
  union
  select reference, member, first_certain, last_certain from plan where certain
), held as (
  -- a message has no place for a goal; who didn't take part worked on none
  select distinct variant, service, member, provider, reference, first_date, last_date from contact where not message and engaged <> 'no'
), pursuing as (
  select distinct h.reference
  from held as h
  join contact_goal as g on g.reference = h.reference
  join aim as a on a.reference = g.pursues and a.member = h.member
  where a.first_certain <= h.first_date and a.last_certain >= h.last_date
)
select b.clause, b.reading, p.episode as subject, p.provider, p.start_date, p.end_date,
       case when g.reference is not null then 'contacts-pursue-goals' else 'contact-without-goal' end as reason, h.reference as evidence
from binding as b
join held as h on h.variant = b.variant and h.service = b.service
join service_period as p
  on p.variant = h.variant and p.service = h.service and p.member = h.member and p.provider = h.provider and p.per = 'month' and p.start_date <= h.last_date and p.end_date >= h.first_date
left join pursuing as g on g.reference = h.reference
