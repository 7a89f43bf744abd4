-- @name encounter_state
-- @title What each encounter of a peer service says, and what it leaves open
-- @table
-- @columns reference, service text: one row for each service that it is, or may be, of; closed, dated, ended, moded, flagged, placed, served
--   text: there | missing | not-understood, or null where nothing hangs on it: whether it took place, its start, its end, its mode,
--   whether the member took part, whose contact it is, of which service
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_contact as encounter_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_service as contact_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_provider as contact_provider
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/specification_service as specification_service

with asked as (
  select distinct service, variant from specification_service
), served as (
  select reference, service, true as certain from encounter_contact where service is not null
  union all
  select reference, service, certain from contact_service
), of_asked as (
  select s.reference, s.service, bool_or(s.certain) as certain
  from served as s
  join (select distinct service from asked) as a on a.service = s.service
  group by s.reference, s.service
), placed as (
  select reference, bool_or(certain) as certain from contact_provider group by reference
), unsaid as (
  -- neither the flag nor a message of that day says whether the member took part
  select distinct c.reference, c.service
  from contact as c
  join asked as a on a.variant = c.variant and a.service = c.service
  where not c.message and c.engaged = 'unknown'
)
select c.reference, s.service,
       case when e.status is null then 'missing' when e.status = 'finished' then 'there' else 'not-understood' end as closed,
       case when e.period_start is null then 'missing' when c.first_date = c.last_date then 'there' else 'not-understood' end as dated,
       case when e.period_end is null then null when c.backwards then 'not-understood' else 'there' end as ended,
       case when c.mode is not null then 'there' when e.mode_stated or e.class_code is not null then 'not-understood' else 'missing' end as moded,
       case when c.mode is null or c.mode in ('text', 'email')
            then case when c.engaged is not null or u.reference is null then 'there' else 'missing' end end as flagged,
       case when c.provider is not null or p.certain then 'there'
            when list_size(c.participants) + list_size(c.episodes) = 0 then 'missing' else 'not-understood' end as placed,
       case when s.certain then 'there'
            when list_size(c.episodes) + list_size(c.based_on) + list_size(c.participants) = 0 then 'missing' else 'not-understood' end as served
from encounter_contact as c
join encounter as e on 'Encounter/' || e.id = c.reference
join of_asked as s on s.reference = c.reference
left join placed as p on p.reference = c.reference
left join unsaid as u on u.reference = c.reference and u.service = s.service
