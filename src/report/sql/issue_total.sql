-- @name issue_total
-- @title Issues by severity
-- @columns severity text; issues integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/issue as issue

select severity, count(*) as issues from issue group by severity order by severity
