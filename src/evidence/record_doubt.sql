-- @name record_doubt
-- @title What in the data was read for clauses beyond the case rate but is doubtful, one row for each resource and doubt
-- @table
-- @columns resource text 'Type/id'; code text, of OperationOutcome; severity text: warning; message text
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation as organization_affiliation
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization_affiliation_content as organization_affiliation_content
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role as practitioner_role
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_role_supervisor as practitioner_role_supervisor
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/practitioner_qualification as practitioner_qualification
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/supervision_encounter as supervision_encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan as care_plan
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan_item as care_plan_item
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/care_plan_need as care_plan_need
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/consent_record as consent_record
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/document_reference as document_reference
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/procedure as procedure
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/observation as observation
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/questionnaire_response as questionnaire_response
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/adverse_event as adverse_event
-- @relatedDependency https://peerbridge.dev/fhir/Library/employment as employment
-- @relatedDependency https://peerbridge.dev/fhir/Library/qualification as qualification
-- @relatedDependency https://peerbridge.dev/fhir/Library/supervision as supervision
-- @relatedDependency https://peerbridge.dev/fhir/Library/supervision_session as supervision_session
-- @relatedDependency https://peerbridge.dev/fhir/Library/licence as licence
-- @relatedDependency https://peerbridge.dev/fhir/Library/plan as plan
-- @relatedDependency https://peerbridge.dev/fhir/Library/consent as consent
-- @relatedDependency https://peerbridge.dev/fhir/Library/document as document
-- @relatedDependency https://peerbridge.dev/fhir/Library/perinatal_status as perinatal_status
-- @relatedDependency https://peerbridge.dev/fhir/Library/stage_of_change as stage_of_change
-- @relatedDependency https://peerbridge.dev/fhir/Library/survey as survey
-- @relatedDependency https://peerbridge.dev/fhir/Library/incident as incident
-- @relatedDependency https://peerbridge.dev/fhir/Library/incident_report as incident_report
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim_line as claim_line
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk

with stated as (
  -- codes of our own systems: what stands there is meant for us
  select 'OrganizationAffiliation/' || a.id as resource, 'code' as element, 'agreement-type' as map, u.item as code from organization_affiliation as a cross join lateral rows_of(a.agreement_types) as u
  union all
  select 'OrganizationAffiliation/' || a.id as resource, 'agreement-content' as element, 'agreement-content' as map, u.item as code from organization_affiliation_content as a cross join lateral rows_of(a.contents) as u
  union all
  select 'PractitionerRole/' || p.id as resource, 'code' as element, 'worker-role' as map, u.item as code from practitioner_role as p cross join lateral rows_of(p.roles) as u
  union all
  select 'PractitionerRole/' || p.id as resource, 'topic of supervision' as element, 'supervision-topic' as map, u.item as code from practitioner_role_supervisor as p cross join lateral rows_of(p.topics) as u
  union all
  select 'Encounter/' || e.id as resource, 'reasonCode' as element, 'supervision-topic' as map, u.item as code from supervision_encounter as e cross join lateral rows_of(e.topics) as u
  union all
  select 'Practitioner/' || id as resource, 'qualification' as element, 'qualification' as map, code from practitioner_qualification where system = 'https://peerbridge.dev/fhir/CodeSystem/qualification'
  union all
  select 'CarePlan/' || p.id as resource, 'category' as element, 'plan-category' as map, u.item as code from care_plan as p cross join lateral rows_of(p.categories) as u
  union all
  select 'CarePlan/' || p.id as resource, 'activity' as element, 'plan-domain' as map, u.item as code from care_plan_item as p cross join lateral rows_of(p.domains) as u
  union all
  select 'CarePlan/' || p.id as resource, 'identified-domain' as element, 'plan-domain' as map, u.item as code from care_plan_need as p cross join lateral rows_of(p.domains) as u
  union all
  select 'Consent/' || c.id as resource, 'category' as element, 'consent-category' as map, u.item as code from consent_record as c cross join lateral rows_of(c.categories) as u
  union all
  select 'DocumentReference/' || d.id as resource, 'type' as element, 'document-type' as map, u.item as code from document_reference as d cross join lateral rows_of(d.types) as u
  union all
  select 'Procedure/' || p.id as resource, 'code' as element, 'peer-activity' as map, u.item as code from procedure as p cross join lateral rows_of(p.codes) as u
), unmapped as (
  select s.resource, s.element from stated as s anti join crosswalk as k on k.map = s.map and k.code = s.code
  union
  select reference as resource, 'value' as element from perinatal_status where topic = 'pregnancy' and state = 'unknown'
  union
  select reference as resource, 'value' as element from stage_of_change where stage is null
), dated as (
  select reference as resource, first_date, last_date from employment
  union all
  select reference as resource, first_date, last_date from qualification
  union all
  select reference as resource, first_date, last_date from supervision
  union all
  select reference as resource, first_date, last_date from licence
  union all
  select reference as resource, first_date, last_date from plan
  union all
  select reference as resource, first_date, last_date from consent
  union all
  select reference as resource, first_date, last_date from document
  union all
  select reference as resource, first_date, last_date from claim_line
), event as (
  select reference as resource, first_date from supervision_session
  union all
  select reference as resource, first_date from perinatal_status
  union all
  select reference as resource, first_date from stage_of_change
  union all
  select reference as resource, first_date from survey
  union all
  select reference as resource, first_date from incident
  union all
  select reference as resource, first_date from incident_report
  union all
  select reference as resource, first_date from claim_line
), moment as (
  select 'AdverseEvent/' || id as resource, occurred as moment from adverse_event
  union all
  select 'QuestionnaireResponse/' || id as resource, authored as moment from questionnaire_response
  union all
  select 'Observation/' || o.id as resource, o.effective as moment from observation as o semi join event as e on e.resource = 'Observation/' || o.id
  union all
  select 'Consent/' || id as resource, date_time as moment from consent_record
  union all
  select 'CarePlan/' || id as resource, created as moment from care_plan
  union all
  select 'Procedure/' || id as resource, performed as moment from procedure
)
select distinct resource, 'code-invalid' as code, 'warning' as severity, element || ' has a code or value that is none known: it may mean anything' as message from unmapped
union all
select distinct resource, 'value' as code, 'warning' as severity, 'it ends before it starts' as message from dated where last_date < first_date
union all
select distinct resource, 'value' as code, 'warning' as severity, 'it has no date that can be read: it may lie on any day' as message from event where first_date = date '0001-01-01'
union all
select distinct resource, 'value' as code, 'warning' as severity, 'it has a time without an offset: it is read as local time' as message from moment where has_time(moment) and not has_offset(moment)
