-- @name attention_total
-- @title How many members need action
-- @columns members integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/attention as attention

select count(*) as members from attention
