-- @name contact_worker
-- @title Who took part in contacts, and in messages, on the provider's side
-- @table
-- @columns reference text: Encounter/id or Communication/id; member text; participant text: PractitionerRole/id or Practitioner/id; worker text or null: Practitioner/id, where that is known; provider, service text or null: of the role, a row for each role of a person;
--   certain boolean: neither status nor dates of the contact leave a doubt; first_date, last_date date: the dates it may have started on
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment

with party as (
  -- contact_record names the participants of encounters only where they decide whose contact it is
  select distinct 'Encounter/' || e.id as reference, reference_key(u.item) as participant from encounter as e cross join lateral rows_of(e.participants) as u
  union all
  select distinct c.reference, reference_key(u.item) as participant from contact_record as c cross join lateral rows_of(c.participants) as u where c.message
), role as (
  select distinct reference as participant, worker, provider, service from employment
  union
  select distinct worker as participant, worker, provider, service from employment where worker is not null
)
select c.reference, c.member, p.participant, coalesce(r.worker, case when p.participant like 'Practitioner/%' then p.participant end) as worker, r.provider, r.service, c.certain, c.first_date, c.last_date
from contact_record as c
join party as p on p.reference = c.reference
left join role as r on r.participant = p.participant
where p.participant like 'Practitioner%'
