-- @name message
-- @title Messages about a member who has an episode: who wrote to whom, and when (case-rate 20)
-- @table
-- @columns reference, member text; written_by text: member | provider | unknown | other; to_member text: yes | maybe | no; first_date, last_date date;
--   certain boolean: its status leaves no doubt; ignored boolean: it only links a thread; mode text or null; sender text or null; recipients, services, based_on text[]
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with recipient as (
  select c.id, array_agg(reference_key(u.item)) as recipients, bool_or(reference_key(u.item) like 'Patient/%') as any_patient,
         min(case when reference_key(u.item) like 'Patient/%' then reference_key(u.item) end) as patient
  from communication as c
  cross join lateral rows_of(c.recipients) as u
  group by c.id
), recorded as (
  select 'Communication/' || c.id as reference, c.*, t.recipients as written_to, reference_key(c.sender) as written_from,
         -- the subject; where none is given, the Patient who writes or is written to
         coalesce(reference_key(c.subject), case when reference_key(c.sender) like 'Patient/%' then reference_key(c.sender) end, t.patient) as member,
         first_local_date(coalesce(c.sent, c.received), r.time_zone) as sent_date, coalesce(c.sent, c.received) as sent_text,
         case when list_size(c.contact_modes) = 1 then list_first(c.contact_modes) end as contact_mode,
         case when list_size(c.participation_modes) = 1 then list_first(c.participation_modes) end as participation_mode
  from communication as c
  cross join run as r
  left join recipient as t on t.id = c.id
)
select c.reference, c.member,
       case when c.written_from is null then 'unknown' when c.written_from = c.member then 'member'
            when c.written_from like 'Patient/%' or c.written_from like 'RelatedPerson/%' then 'other' else 'provider' end as written_by,
       case when list_has(c.written_to, c.member) then 'yes' when list_size(c.written_to) = 0 then 'maybe' else 'no' end as to_member,
       coalesce(c.sent_date, date '0001-01-01') as first_date,
       coalesce(last_local_date(c.sent_text, c.sent_date), date '9999-12-31') as last_date,
       coalesce(c.status, 'unknown') = 'completed' as certain,
       c.status is not null and c.status not in ('completed', 'in-progress', 'unknown') as ignored,   -- case-rate 14
       case when coalesce(k.target, p.target) = coalesce(p.target, k.target)
             and list_size(c.contact_modes) <= 1 and list_size(c.participation_modes) <= 1 then coalesce(k.target, p.target) end as mode,
       c.written_from as sender, c.written_to as recipients, c.services, c.based_on
from recorded as c
semi join episode_record as e on e.member = c.member
left join crosswalk as k on k.map = 'contact-mode' and k.code = c.contact_mode
left join crosswalk as p on p.map = 'participation-mode' and p.code = c.participation_mode
where coalesce(c.sent_date, date '0001-01-01') <= (select as_of from run)   -- case-rate 4
