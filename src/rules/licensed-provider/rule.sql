-- @name licensed-provider
-- @title A provider with a license on the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/licence as licence

with claim as (
  select organization, reference, first_certain as start_date, last_certain as end_date, 'licensed' as reason from licence
  union all
  select organization, reference, first_date as start_date, last_date as end_date, 'license-undecided' as reason
  from licence
  where first_date <> first_certain or last_certain <> last_date
  union all
  select organization, reference, add_days(last_date, 1) as start_date, date '9999-12-31' as end_date, 'license-expired' as reason
  from licence
  where last_date < date '9999-12-31'
)
select b.clause, b.reading, c.organization as subject, c.organization as provider, c.start_date, c.end_date, c.reason, c.reference as evidence
from claim as c
cross join binding as b
