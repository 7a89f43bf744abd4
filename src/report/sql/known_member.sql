-- @name known_member
-- @title Members that the data knows: each Patient, and whoever has an episode
-- @columns member text
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/patient as patient
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record

select 'Patient/' || id as member from patient
union
select member from episode_record
