-- @name doubt
-- @title What in the data was read but is doubtful, one row for each resource and doubt
-- @table
-- @columns resource text 'Type/id'; code text, of OperationOutcome; severity text: error | warning; message text
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/communication as communication
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation as organization_affiliation
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/link_target as link_target
-- @relatedDependency https://peerbridge.dev/fhir/Library/agreement as agreement
-- @relatedDependency https://peerbridge.dev/fhir/Library/encounter_contact as encounter_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with moment as (
  select 'Encounter/' || id as resource, period_start as moment, 'period.start' as element from encounter
  union all
  select 'Encounter/' || id as resource, period_end as moment, 'period.end' as element from encounter
  union all
  select 'Communication/' || id as resource, coalesce(sent, received) as moment, 'sent or received' as element from communication
  union all
  select 'EpisodeOfCare/' || id as resource, period_start as moment, 'period.start' as element from episode_of_care where list_size(services) > 0
  union all
  select 'EpisodeOfCare/' || id as resource, period_end as moment, 'period.end' as element from episode_of_care where list_size(services) > 0
  union all
  select 'ServiceRequest/' || id as resource, authored_on as moment, 'authoredOn' as element from service_request where list_size(services) > 0
  union all
  select 'OrganizationAffiliation/' || id as resource, period_start as moment, 'period.start' as element from organization_affiliation
  union all
  select 'OrganizationAffiliation/' || id as resource, period_end as moment, 'period.end' as element from organization_affiliation
), backwards as (
  select reference as resource from encounter_contact where backwards
  union
  select reference as resource from episode_record where last_date < first_date
  union
  select reference as resource from agreement where last_date < first_date
), pointing as (
  select element, target, reference_key(target) as key from link_target
), missing as (
  -- where a type isn't there at all, that is named once, in the summary
  select p.element, p.target
  from pointing as p
  left join organization as o on 'Organization/' || o.id = p.key
  where p.key like 'Organization/%' and o.id is null and exists (select 1 from organization)
  union all
  select p.element, p.target
  from pointing as p
  left join service_request as r on 'ServiceRequest/' || r.id = p.key
  where p.key like 'ServiceRequest/%' and r.id is null and exists (select 1 from service_request)
  union all
  select p.element, p.target
  from pointing as p
  left join episode_of_care as e on 'EpisodeOfCare/' || e.id = p.key
  where p.key like 'EpisodeOfCare/%' and e.id is null
  union all
  select p.element, p.target
  from pointing as p
  left join communication as c on 'Communication/' || c.id = p.key
  where p.key like 'Communication/%' and c.id is null
  union all
  select p.element, p.target
  from pointing as p
  left join practitioner_role as r on 'PractitionerRole/' || r.id = p.key
  where p.key like 'PractitionerRole/%' and r.id is null and exists (select 1 from practitioner_role)
), missing_list as (
  select max(case when element = 'managingOrganization' then targets end) as managing, max(case when element = 'serviceProvider' then targets end) as serving,
         max(case when element = 'partOf' then targets end) as whole, max(case when element = 'organization' then targets end) as buyer,
         max(case when element = 'episodeOfCare' then targets end) as episode, max(case when element = 'participant' then targets end) as participant,
         max(case when element = 'inResponseTo' then targets end) as answered, max(case when element = 'referralRequest' then targets end) as referral
  from (select element, array_agg(target) as targets from missing group by element) as m
), dangling as (
  select 'EpisodeOfCare/' || id as resource, 'managingOrganization' as element from episode_of_care
  where list_size(services) > 0 and list_has((select managing from missing_list), provider)
  union all
  select 'EpisodeOfCare/' || id as resource, 'referralRequest' as element from episode_of_care
  where list_size(services) > 0 and lists_overlap(referrals, (select referral from missing_list))
  union all
  select 'Encounter/' || id as resource, 'serviceProvider' as element from encounter where list_has((select serving from missing_list), provider)
  union all
  select 'Encounter/' || id as resource, 'participant' as element from encounter where lists_overlap(participants, (select participant from missing_list))
  union all
  select 'Encounter/' || id as resource, 'episodeOfCare' as element from encounter where lists_overlap(episodes, (select episode from missing_list))
  union all
  select 'Organization/' || id as resource, 'partOf' as element from organization where list_has((select whole from missing_list), part_of)
  union all
  select 'OrganizationAffiliation/' || id as resource, 'organization' as element from organization_affiliation where list_has((select buyer from missing_list), organization)
  union all
  select 'Communication/' || id as resource, 'inResponseTo' as element from communication where lists_overlap(in_response_to, (select answered from missing_list))
), code as (
  select array_agg(code) as codes from crosswalk where map in ('contact-mode', 'participation-mode')
), unmapped as (
  select 'Encounter/' || e.id as resource
  from encounter as e
  where e.mode_stated and list_size(e.services) > 0
    and not lists_overlap(e.contact_modes, (select codes from code)) and not lists_overlap(e.participation_modes, (select codes from code))
)
select resource, 'required' as code, 'error' as severity, 'the episode has no start: no day of it is judged' as message
from (select distinct reference as resource from episode_record where first_date is null and status in ('active', 'onhold', 'finished')) as e
union all
select resource, 'value' as code, 'warning' as severity, element || ' has a time without an offset: it is read as local time' as message
from moment
where has_time(moment) and not has_offset(moment)
union all
select reference as resource, 'value' as code, 'warning' as severity, 'it has no date that can be read: it may lie on any day' as message
from (select reference, first_date from encounter_contact union all select reference, first_date from message where not ignored) as c
where first_date = date '0001-01-01'
union all
select distinct reference as resource, 'value' as code, 'warning' as severity, 'its end is no date: it may have ended on any day' as message
from episode_record
where last_certain = date '0001-01-01'
union all
select resource, 'value' as code, 'warning' as severity, 'it ends before it starts' as message from backwards
union all
select resource, 'not-found' as code, 'warning' as severity, element || ' refers to what is not in the data' as message from dangling
union all
select resource, 'code-invalid' as code, 'warning' as severity, 'its contact-mode is none that is known: the mode is unknown' as message from unmapped
