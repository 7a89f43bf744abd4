-- @name member_incident
-- @title Incidents of members, on the day on which they happened
-- @columns variant text; service text: null, of any; subject text: the incident, AdverseEvent/id; provider text or null: of who recorded it; member text or null; reference text: the incident; first_date, first_certain, last_certain, last_date date: the day, or the first and last that it may have been
-- @relatedDependency https://peerbridge.dev/fhir/Library/incident as incident
-- @relatedDependency https://peerbridge.dev/fhir/Library/scope as scope
-- @relatedDependency https://peerbridge.dev/fhir/Library/variant as variant

-- a variant with a base is of the members alone whose evidence differs
with whose as (
  select v.variant, i.reference from incident as i cross join variant as v where v.base is null
  union all
  select v.variant, i.reference
  from incident as i
  join scope as s on s.member = i.member
  join variant as v on v.variant = s.variant and v.base is not null
)
select w.variant, cast(null as varchar(80)) as service, i.reference as subject, i.provider, i.member, i.reference,
       i.first_date, i.first_date as first_certain, i.last_date as last_certain, i.last_date
from whose as w
join incident as i on i.reference = w.reference
where i.first_date <= i.last_date
