-- @name exchange
-- @title Whether a message is part of an exchange of the member with a provider (case-rate 20)
-- @table
-- @columns reference, provider text; reciprocal text: yes | unknown | no
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message
-- @relatedDependency https://peerbridge.dev/fhir/Library/message_thread as message_thread
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_provider as contact_provider
-- @relatedDependency https://peerbridge.dev/fhir/Library/worker_role as worker_role
-- @relatedDependency https://peerbridge.dev/fhir/Library/organization_above as organization_above
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record

with sent as (
  select reference, member, written_by, sender, to_member, first_date, last_date, certain
  from message
  where written_by in ('provider', 'unknown') and to_member <> 'no' and not ignored
), sender as (
  select distinct s.reference, coalesce(w.organization, case when s.sender like 'Organization/%' then s.sender end) as provider
  from sent as s
  left join worker_role as w on w.participant = s.sender
), of_provider as (
  select reference, provider, true as certain from sender where provider is not null
  union all
  select d.reference, a.above as provider, s.first_date >= a.first_certain and s.last_date <= a.last_certain as certain
  from sender as d
  join sent as s on s.reference = d.reference
  join organization_above as a on a.organization = d.provider and s.last_date >= a.first_date and s.first_date <= a.last_date
  union all
  -- a sender that resolves to no organization may be of any provider of the member
  select distinct s.reference, coalesce(e.provider, '') as provider, false as certain
  from sent as s
  join episode_record as e on e.member = s.member
  anti join (select reference from sender where provider is not null) as d on d.reference = s.reference
  union all
  -- and any may be of the provider that an episode doesn't name
  select s.reference, '' as provider, false as certain
  from sent as s
  semi join (select member from episode_record where provider is null) as e on e.member = s.member
  semi join (select reference from sender where provider is not null) as d on d.reference = s.reference
), outbound as (
  select s.reference, s.member, p.provider, s.first_date, s.last_date, t.thread,
         p.certain and s.certain and s.written_by = 'provider' and s.to_member = 'yes' as certain
  from sent as s
  join of_provider as p on p.reference = s.reference
  join message_thread as t on t.reference = s.reference
), inbound as (
  select m.reference, m.member, m.first_date, m.last_date, m.written_by <> 'member' as doubtful, p.provider, t.thread, t.open
  from message as m
  join contact_provider as p on p.reference = m.reference
  join message_thread as t on t.reference = m.reference
  -- someone of the provider may have answered the member in what answers a message that isn't in the data
  where m.written_by in ('member', 'unknown', case when t.open then 'provider' else 'unknown' end) and not m.ignored
), pair as (
  -- 2: someone of the provider certainly wrote to the member in the thread, or on the same date; 1: may have
  select i.reference, i.provider, case when o.certain then 2 else 1 end as strength
  from inbound as i
  join outbound as o on o.member = i.member and o.provider = i.provider and o.thread = i.thread and o.reference <> i.reference
  union all
  select i.reference, i.provider, case when o.certain and o.first_date = o.last_date and i.first_date = i.last_date then 2 else 1 end as strength
  from inbound as i
  join outbound as o
    on o.member = i.member and o.provider = i.provider and o.first_date <= i.last_date and o.last_date >= i.first_date and o.reference <> i.reference
), met as (
  select reference, provider, max(strength) as strength from pair group by reference, provider
)
select i.reference, i.provider,
       case when i.doubtful or i.open then 'unknown' when m.strength = 2 then 'yes' when m.strength = 1 then 'unknown' else 'no' end as reciprocal
from inbound as i
left join met as m on m.reference = i.reference and m.provider = i.provider
