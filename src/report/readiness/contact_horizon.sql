-- @name contact_horizon
-- @title The last day of which the data knows something: of a contact, and of an episode's begin
-- @columns basis text: contacts | episodes; last_date date or null: there is none of a full date
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_contact as encounter_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record

with contacted as (
  select first_date from encounter_contact where first_date = last_date
  union all
  select first_date from message where first_date = last_date and not ignored
)
select 'contacts' as basis, max(first_date) as last_date from contacted
union all
select 'episodes' as basis, max(first_date) as last_date from episode_record where first_date = first_certain
order by basis
