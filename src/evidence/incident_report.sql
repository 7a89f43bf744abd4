-- @name incident_report
-- @title Reports of incidents, a row for each to whom one was sent
-- @table
-- @columns incident text: AdverseEvent/id; reference text: Communication/id; recipient text or null: Type/id, where it can be told; certain boolean: its status leaves no doubt that it was sent; first_date, last_date date: the dates it may have been sent on
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication_about as communication_about
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with told as (
  select 'Communication/' || c.id as reference, reference_key(u.item) as incident, c.recipients, coalesce(c.status, 'unknown') = 'completed' as certain,
         coalesce(c.sent, c.received) as moment, first_local_date(coalesce(c.sent, c.received), r.time_zone) as moment_date, r.as_of
  from communication_about as c
  cross join run as r
  cross join lateral rows_of(c.about) as u
  where (c.status is null or c.status in ('completed', 'in-progress', 'unknown')) and reference_key(u.item) like 'AdverseEvent/%'   -- as messages, case-rate 14
)
select t.incident, t.reference, reference_key(u.item) as recipient, t.certain,
       coalesce(t.moment_date, date '0001-01-01') as first_date, coalesce(last_local_date(t.moment, t.moment_date), date '9999-12-31') as last_date
from told as t
left join lateral rows_of(t.recipients) as u on true
where coalesce(t.moment_date, date '0001-01-01') <= t.as_of
