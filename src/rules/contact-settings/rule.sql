-- @name contact-settings
-- @title Where a provider meets members
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_documentation as contact_documentation
-- @relatedDependency https://peerbridge.dev/fhir/Library/period as period

with met as (
  select b.clause, b.reading, b.demanded, c.provider, p.start_date, p.end_date,
         min(case when c.certain and c.first_date >= p.start_date and c.last_date <= p.end_date and list_has(b.settings, d.setting) then c.reference end) as shown,
         bool_or(d.setting is null or list_has(b.settings, d.setting)) as open
  from contact as c
  join binding as b on b.variant = c.variant and b.service = c.service
  join period as p on p.kind = 'asked' and p.start_date <= c.last_date and p.end_date >= c.first_date
  join contact_documentation as d on d.reference = c.reference
  where not c.message
  group by b.clause, b.reading, b.demanded, c.provider, p.start_date, p.end_date
)
select clause, reading, provider as subject, provider, start_date, end_date,
       case when shown is not null then 'setting-used' when open or not demanded then 'setting-unknown' else 'settings-unused' end as reason, shown as evidence
from met
where provider is not null
