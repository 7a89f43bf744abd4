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
  select 'Encounter/' || id as resource from encounter where is_before(period_end, period_start)
  union all
  select 'EpisodeOfCare/' || id as resource from episode_of_care where list_size(services) > 0 and is_before(period_end, period_start)
  union all
  select 'OrganizationAffiliation/' || id as resource from organization_affiliation where is_before(period_end, period_start)
), named as (
  -- each target once: most resources name the same few
  select distinct 'managingOrganization' as element, provider as target from episode_of_care where list_size(services) > 0
  union
  select distinct 'serviceProvider' as element, provider as target from encounter
  union
  select distinct 'partOf' as element, part_of as target from organization
  union
  select distinct 'organization' as element, organization as target from organization_affiliation
  union
  select distinct 'episodeOfCare' as element, u.item as target from encounter_contact as c cross join lateral rows_of(c.episodes) as u
  union
  select distinct 'participant' as element, u.item as target from encounter as e cross join lateral rows_of(e.participants) as u
  union
  select distinct 'inResponseTo' as element, u.item as target from communication as c cross join lateral rows_of(c.in_response_to) as u
  union
  select distinct 'referralRequest' as element, u.item as target from episode_of_care as e cross join lateral rows_of(e.referrals) as u where list_size(e.services) > 0
), pointing as (
  select element, target, reference_key(target) as key from named where target is not null
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
), dangling as (
  select 'EpisodeOfCare/' || e.id as resource, m.element
  from episode_of_care as e join missing as m on m.element = 'managingOrganization' and m.target = e.provider
  where list_size(e.services) > 0
  union all
  select 'Encounter/' || e.id as resource, m.element from encounter as e join missing as m on m.element = 'serviceProvider' and m.target = e.provider
  union all
  select 'Organization/' || o.id as resource, m.element from organization as o join missing as m on m.element = 'partOf' and m.target = o.part_of
  union all
  select 'OrganizationAffiliation/' || a.id as resource, m.element
  from organization_affiliation as a join missing as m on m.element = 'organization' and m.target = a.organization
  union all
  select distinct c.reference as resource, m.element
  from encounter_contact as c cross join lateral rows_of(c.episodes) as u join missing as m on m.element = 'episodeOfCare' and m.target = u.item
  union all
  select distinct 'Encounter/' || e.id as resource, m.element
  from encounter as e cross join lateral rows_of(e.participants) as u join missing as m on m.element = 'participant' and m.target = u.item
  union all
  select distinct 'Communication/' || c.id as resource, m.element
  from communication as c cross join lateral rows_of(c.in_response_to) as u join missing as m on m.element = 'inResponseTo' and m.target = u.item
  union all
  select distinct 'EpisodeOfCare/' || e.id as resource, m.element
  from episode_of_care as e cross join lateral rows_of(e.referrals) as u join missing as m on m.element = 'referralRequest' and m.target = u.item
  where list_size(e.services) > 0
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
