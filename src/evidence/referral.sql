-- @name referral
-- @title Referrals that exist as of the day of the run
-- @table
-- @columns reference, member text; services text[]; first_date, last_date date: the dates it may have been authored on (unknown: 0001-01-01, 9999-12-31)
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with dated as (
  select 'ServiceRequest/' || s.id as reference, reference_key(s.subject) as member, s.services, s.authored_on,
         first_local_date(s.authored_on, r.time_zone) as authored_date, r.as_of
  from service_request as s
  cross join run as r
  where s.status is distinct from 'entered-in-error'   -- case-rate 24
)
select reference, member, services, coalesce(authored_date, date '0001-01-01') as first_date,
       coalesce(last_local_date(authored_on, authored_date), date '9999-12-31') as last_date
from dated
where coalesce(authored_date, date '0001-01-01') <= as_of
