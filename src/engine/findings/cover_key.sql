-- @name cover_key
-- @title By what names a claim may speak of a cover: its subject, the resource whose days these are, or the provider with all its subjects
-- @table
-- @columns cover_id integer; relation, variant text; provider text or null; named text 'Type/id'
-- @relatedDependency https://peerbridge.dev/fhir/Library/cover as cover

select cover_id, relation, variant, provider, subject as named from cover
union
select cover_id, relation, variant, provider, reference as named from cover where reference is not null
union
select cover_id, relation, variant, provider, provider as named from cover where provider is not null
