-- @name task
-- @title What can still be done, as Tasks (FHIR R4), each with a due date and an owner: the next contact where days lapse, and what closes a gap that stands
-- @table
-- @columns specification, clause, subject text; provider text or null; reason text or null; line text: the resource, JSON without line breaks
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_gap as clause_gap
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_remedy as clause_remedy
-- @relatedDependency https://peerbridge.dev/fhir/Library/clause_kind as clause_kind
-- @relatedDependency https://peerbridge.dev/fhir/Library/deadline as deadline
-- @relatedDependency https://peerbridge.dev/fhir/Library/lapse as lapse
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with gate as (
  -- what the rate asks for is asked for once, not again by its gates
  select distinct specification, subject, coalesce(provider, '') as provider_key, reason from clause_gap where kind = 'rate'
), standing as (
  select g.specification, g.clause, g.subject, g.provider, coalesce(g.provider, '') as provider_key, g.reason, g.issue, m.remedy
  from clause_gap as g
  join clause_remedy as m on m.specification = g.specification and m.clause = g.clause and m.reason = g.reason
  where (m.still = 'always' or g.last_date = (select least(to_date, as_of) from run)) and g.kind = 'rate'
  union all
  select g.specification, g.clause, g.subject, g.provider, coalesce(g.provider, '') as provider_key, g.reason, g.issue, m.remedy
  from clause_gap as g
  join clause_remedy as m on m.specification = g.specification and m.clause = g.clause and m.reason = g.reason
  anti join gate as r on r.specification = g.specification and r.subject = g.subject and r.provider_key = coalesce(g.provider, '') and r.reason = g.reason
  where (m.still = 'always' or g.last_date = (select least(to_date, as_of) from run)) and g.kind = 'rule'
), dated as (
  select s.specification, s.clause, s.subject, s.provider, s.reason, s.issue, s.remedy, d.due
  from standing as s
  left join deadline as d on d.specification = s.specification and d.clause = s.clause and d.reason = s.reason and d.subject = s.subject and coalesce(d.provider, '') = s.provider_key
  union all
  select l.specification, k.clause, l.member as subject, l.provider, cast(null as varchar(100)) as reason, cast(null as varchar(40)) as issue, '"Make the next contact: it leaves no gap"' as remedy,
         max(l.next_contact_due) as due
  from lapse as l
  join clause_kind as k on k.specification = l.specification
  where k.kind = 'rate'
  group by l.specification, k.clause, l.member, l.provider
)
-- Where the contract counts to no day, what is missing is due at once: on the day as of which is judged.
select d.specification, d.clause, d.subject, d.provider, d.reason,
       '{"resourceType":"Task","id":"' || stable_id('Task ' || d.specification || ' ' || d.clause || ' ' || d.subject || ' ' || coalesce(d.provider, '') || ' ' || coalesce(d.reason, '')) || '",' ||
       '"status":"requested","intent":"proposal","code":{"coding":[{"system":"https://peerbridge.dev/fhir/clauses","code":"' || d.clause || '"}]},"description":' || d.remedy || ',' ||
       case when d.issue is null then '' else '"focus":{"reference":"DetectedIssue/' || d.issue || '"},' end ||
       '"for":{"reference":"' || d.subject || '"},"authoredOn":"' || cast(r.as_of as varchar(10)) || '",' ||
       case when d.subject like 'Practitioner/%' then '"owner":{"reference":"' || d.subject || '"},'
            when d.provider is null then '' else '"owner":{"reference":"' || d.provider || '"},' end ||
       case when d.reason is null then '' else '"reasonCode":{"coding":[{"system":"https://peerbridge.dev/fhir/reasons","code":"' || d.reason || '"}]},' end ||
       '"restriction":{"period":{"end":"' || cast(coalesce(d.due, r.as_of) as varchar(10)) || '"}}}' as line
from dated as d
cross join run as r
