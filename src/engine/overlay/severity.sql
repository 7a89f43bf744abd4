-- @name severity
-- @title Outcomes by their number
-- @columns severity integer; outcome text
-- @relatedDependency https://peerbridge.dev/fhir/Library/outcome_rank as outcome_rank

select distinct severity, outcome from outcome_rank
