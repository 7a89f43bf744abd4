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
  select 'EpisodeOfCare/' || id as resource, 'managingOrganization' as element, reference_key(provider) as target from episode_of_care where list_size(services) > 0
  union all
  select 'Encounter/' || id as resource, 'serviceProvider' as element, reference_key(provider) as target from encounter where list_size(services) > 0
  union all
  select 'Organization/' || id as resource, 'partOf' as element, reference_key(part_of) as target from organization
  union all
  select 'OrganizationAffiliation/' || id as resource, 'organization' as element, reference_key(organization) as target from organization_affiliation
), naming as (
  select 'EpisodeOfCare/' || e.id as resource, 'referralRequest' as element, reference_key(u.item) as target
  from episode_of_care as e cross join lateral rows_of(e.referrals) as u
  where list_size(e.services) > 0
  union all
  select reference as resource, 'episodeOfCare' as element, reference_key(list_first(episodes)) as target from encounter_contact where list_size(episodes) > 0
), dangling as (
  -- where a type isn't there at all, that is named once, in the summary
  select n.resource, n.element
  from named as n
  left join organization as o on 'Organization/' || o.id = n.target
  where n.target like 'Organization/%' and o.id is null and exists (select 1 from organization)
  union all
  select n.resource, n.element
  from naming as n
  left join service_request as r on 'ServiceRequest/' || r.id = n.target
  where n.element = 'referralRequest' and n.target is not null and r.id is null and exists (select 1 from service_request)
  union all
  select n.resource, n.element
  from naming as n
  left join episode_of_care as e on 'EpisodeOfCare/' || e.id = n.target
  where n.element = 'episodeOfCare' and n.target is not null and e.id is null
), unmapped as (
  select 'Encounter/' || e.id as resource from encounter as e
  where e.mode_stated and list_size(e.services) > 0
    and not exists (select 1 from crosswalk as k where k.map = 'contact-mode' and list_has(e.contact_modes, k.code))
    and not exists (select 1 from crosswalk as k where k.map = 'participation-mode' and list_has(e.participation_modes, k.code))
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
