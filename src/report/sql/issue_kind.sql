-- @name issue_kind
-- @title Issues of a kind together, the gravest and most frequent first; the first fifty kinds
-- @columns severity, code, message text; issues integer
-- @relatedDependency https://peerbridge.dev/fhir/Library/issue as issue

with kind as (
  select severity, code, message, count(*) as issues, case severity when 'error' then 0 when 'warning' then 1 else 2 end as gravity
  from issue
  group by severity, code, message
)
select severity, code, message, issues
from kind
order by gravity, issues desc, code, message
limit 50
