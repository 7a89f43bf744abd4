-- @name calendar
-- @title The spans of the members that are shown day by day: those that were asked for, else at most 200 that need action
-- @columns as case_rate, without evidence, with rank integer: the order in which members are shown
-- @relatedDependency https://peerbridge.dev/fhir/Library/case_rate as case_rate
-- @relatedDependency https://peerbridge.dev/fhir/Library/attention as attention
-- @relatedDependency https://peerbridge.dev/fhir/Library/shown_member as shown_member

with shown as (
  select member, rank from shown_member
  union all
  select member, rank from attention where rank <= 200 and not exists (select 1 from shown_member)
)
select c.specification, c.member, c.provider, c.start_date, c.end_date, c.outcome, c.reason, c.boundary_sensitive, c.eligible_through, c.next_contact_due, s.rank
from case_rate as c
join shown as s on s.member = c.member
order by s.rank, c.member, c.specification, c.provider nulls first, c.start_date
