-- @name contact_record
-- @title All that may be a contact: encounters, the messages that the member wrote or may have written, and threads that answer what isn't in the data
-- @columns as encounter_contact; possible also: written; message boolean: it counts only as part of an exchange
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_contact as encounter_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message
-- @relatedDependency https://peerbridge.dev/fhir/Library/message_thread as message_thread

with answering as (
  -- what it answers may be the member's: in doubt, though someone of the provider wrote it (case-rate 20)
  select m.* from message as m semi join (select reference from message_thread where open) as t on t.reference = m.reference
  where m.written_by = 'provider' and not m.ignored
), answering_party as (
  select reference, sender as party from answering
  union all
  select a.reference, u.item as party from answering as a cross join lateral rows_of(a.recipients) as u
), answering_parties as (
  select reference, array_agg(party) as parties from answering_party group by reference
)
select reference, member, first_date, last_date, end_first, end_last, certain, mode, possible, engaged, accompaniment,
       provider, service, services, episodes, named, based_on, participants, false as message
from encounter_contact
union all
select reference, member, first_date, last_date, null as end_first, null as end_last, certain, mode, 'written' as possible, null as engaged, false as accompaniment,
       null as provider, case when list_size(services) = 1 then list_first(services) end as service, services, null as episodes, null as named, based_on, recipients as participants, true as message
from message
where written_by in ('member', 'unknown') and not ignored
union all
select a.reference, a.member, a.first_date, a.last_date, null as end_first, null as end_last, a.certain, a.mode, 'written' as possible, null as engaged, false as accompaniment,
       null as provider, case when list_size(a.services) = 1 then list_first(a.services) end as service, a.services, null as episodes, null as named, a.based_on, p.parties as participants, true as message
from answering as a
join answering_parties as p on p.reference = a.reference
