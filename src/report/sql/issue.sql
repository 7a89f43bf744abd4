-- @name issue
-- @title All that is wrong or doubtful with the data, as it is written
-- @columns file text or null; line integer or null; resource text 'Type/id' or null; code, severity, message text
-- @relatedDependency https://peerbridge.dev/fhir/Library/source_issue as source_issue
-- @relatedDependency https://peerbridge.dev/fhir/Library/doubt as doubt
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_doubt as clause_doubt

select file, line, resource, code, severity, message from source_issue
union all
select cast(null as varchar(1000)) as file, cast(null as integer) as line, resource, code, severity, message from doubt
union all
select cast(null as varchar(1000)) as file, cast(null as integer) as line, resource, code, severity, message from clause_doubt
