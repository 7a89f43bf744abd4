-- @name activity-documented
-- @title What is written down of each contact and activity
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_documentation as contact_documentation
-- @relatedDependency https://peerbridge.dev/fhir/Library/activity as activity
-- @relatedDependency https://peerbridge.dev/fhir/Library/service_period as service_period

with event as (
  select distinct c.variant, c.service, c.member, c.provider, c.reference, true as contact, d.dated, d.authored, d.moded, d.noted, d.first_date, d.last_date
  from contact as c
  join contact_documentation as d on d.reference = c.reference
  union all
  select distinct p.variant, p.service, v.member, p.provider, v.reference, false as contact, v.first_date = v.last_date as dated, v.worker is not null as authored, true as moded, true as noted,
         v.first_date, v.last_date
  from activity as v
  join service_period as p on p.member = v.member and p.per = 'episode'
  where v.collateral and coalesce(v.provider = p.provider, true) and coalesce(v.service = p.service, true)
), judged as (
  select b.clause, b.reading, e.variant, e.service, e.member, e.provider, e.reference, e.first_date, e.last_date,
         (e.dated or not list_has(b.elements, 'date')) and (e.authored or not list_has(b.elements, 'author'))
           and (e.moded or not list_has(b.elements, 'mode')) and (e.noted or not list_has(b.elements, 'note')) as complete
  from event as e
  join binding as b on b.variant = e.variant and b.service = e.service
  where e.contact and b.contacts or not e.contact and b.collateral
)
select j.clause, j.reading, p.episode as subject, p.provider, p.start_date, p.end_date, case when j.complete then 'all-documented' else 'partly-documented' end as reason, j.reference as evidence
from judged as j
join service_period as p
  on p.variant = j.variant and p.service = j.service and p.member = j.member and p.provider = j.provider and p.per = 'month' and p.start_date <= j.last_date and p.end_date >= j.first_date
