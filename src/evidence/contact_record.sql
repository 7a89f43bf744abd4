-- @name contact_record
-- @title All that may be a contact: encounters, and the messages that the member wrote or may have written
-- @columns as encounter_contact; possible also: written; message boolean: it counts only as part of an exchange
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_contact as encounter_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message

select reference, member, first_date, last_date, end_first, end_last, certain, mode, possible, engaged, accompaniment,
       provider, services, episodes, based_on, participants, false as message
from encounter_contact
union all
select reference, member, first_date, last_date, null as end_first, null as end_last, certain, mode, 'written' as possible, null as engaged, false as accompaniment,
       null as provider, services, null as episodes, based_on, recipients as participants, true as message
from message
where written_by in ('member', 'unknown') and not ignored
