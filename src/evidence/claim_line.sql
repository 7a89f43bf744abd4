-- @name claim_line
-- @title Lines that were billed, and for which days
-- @table
-- @columns reference text: Claim/id; line integer; member text; provider text or null; service text or null: code of peer-service, where it says one; products text[]: codes that were billed; units decimal or null; unit text or null;
--   dated boolean: its days are known; certain boolean: they are, and its status leaves no doubt; first_date, last_date date: the days that it is for, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/claim_record as claim_record
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/claim_item as claim_item
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'Claim/' || c.id as reference, i.line, reference_key(c.patient) as member, reference_key(c.provider) as provider, i.services, i.products, i.units, i.unit, c.status,
         coalesce(i.served, i.served_start) as start_text, coalesce(i.served, i.served_end) as end_text,
         first_local_date(coalesce(i.served, i.served_start), r.time_zone) as start_date, first_local_date(coalesce(i.served, i.served_end), r.time_zone) as end_date,
         first_local_date(c.created, r.time_zone) as created_date, r.as_of
  from claim_record as c
  cross join run as r
  join claim_item as i on i.id = c.id
  where c.status is null or c.status = 'active'
), spanned as (
  select d.*, coalesce(start_date = last_local_date(start_text, start_date) and end_date = last_local_date(end_text, end_date), false) as dated,
         coalesce(start_date, date '0001-01-01') as first_date, coalesce(last_local_date(end_text, end_date), date '9999-12-31') as last_date
  from dated as d
)
select reference, line, member, provider, case when list_size(services) = 1 then list_first(services) end as service, products, units, unit,
       dated, status is not null and dated as certain, first_date, last_date
from spanned
where coalesce(created_date, start_date, date '0001-01-01') <= as_of
