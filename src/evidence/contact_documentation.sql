-- @name contact_documentation
-- @title What is written down of contacts and messages of members who have an episode: when, by whom, how, and what about
-- @table
-- @columns reference text: Encounter/id or Communication/id; member text; dated boolean: on a day that can be told; authored boolean: it names a worker or an organization; moded boolean: it says how; noted boolean: it gives a reason, a goal or a plan, or a document is about it; setting text or null: clinic | community | hospital | remote, by its class;
--   first_date, last_date date: the dates it may have been on
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter_documentation as encounter_documentation
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_goal as contact_goal
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with noted as (
  select 'Encounter/' || id as reference from encounter_documentation where has_reason
  union
  select u.item as reference from document as d cross join lateral rows_of(d.contacts) as u
), pursuing as (
  select distinct reference from contact_goal
), place as (
  select 'Encounter/' || e.id as reference, k.target as setting from encounter as e join crosswalk as k on k.map = 'contact-setting' and k.code = e.class_code
), party as (
  select 'Encounter/' || e.id as reference, bool_or(coalesce(reference_key(u.item) like 'Practitioner%', false)) as authored
  from encounter as e
  cross join lateral rows_of(e.participants) as u
  group by e.id
  union all
  select 'Communication/' || id as reference, sender is not null as authored from communication
)
select c.reference, c.member, c.first_date = c.last_date as dated, coalesce(p.authored, false) as authored, c.mode is not null as moded,
       n.reference is not null or g.reference is not null or c.message as noted, l.setting, c.first_date, c.last_date
from contact_record as c
left join party as p on p.reference = c.reference
left join noted as n on n.reference = c.reference
left join place as l on l.reference = c.reference
left join pursuing as g on g.reference = c.reference
