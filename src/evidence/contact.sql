-- @name contact
-- @title Contacts of a member with a provider, of a service: when, in what mode, and whether the member took part
-- @table
-- @columns variant, reference, member, provider, service text; first_date, last_date date: the dates it may start on; until_first, until_last date: the dates it may last to;
--   certain boolean: neither status, dates, provider nor service leave a doubt; recorded boolean: neither status nor dates do; mode text: one row for each mode that it may have; modes integer: how many those are;
--   engaged text: yes | no | unknown, the member took part, if it had that mode; accompaniment, message boolean; named text or null: the one episode that it names, if it is in the data
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_provider as contact_provider
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_service as contact_service
-- @relatedDependency https://peerbridge.dev/fhir/Library/exchange as exchange
-- @relatedDependency https://peerbridge.dev/fhir/Library/message as message
-- @relatedDependency https://peerbridge.dev/fhir/Library/scope as scope
-- @relatedDependency https://peerbridge.dev/fhir/Library/setting as setting
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with possible_mode as (
  select code as possible, target as mode, count(*) over (partition by code) as modes from crosswalk where map = 'possible-modes'
), answer as (
  select variant, max(case when name = 'contact.engagement.async' then value end) as async_rule, max(case when name = 'contact.dateRule' then value end) as date_rule
  from setting
  group by variant
), placed as (
  select reference, member, first_date, last_date, end_first, end_last, certain, certain as recorded, mode, possible, engaged, accompaniment, message, named, service, provider
  from contact_record
  where provider is not null
  union all
  select c.reference, c.member, c.first_date, c.last_date, c.end_first, c.end_last, c.certain and p.certain as certain, c.certain as recorded, c.mode, c.possible, c.engaged, c.accompaniment, c.message, c.named,
         c.service, p.provider
  from contact_record as c
  join contact_provider as p on p.reference = c.reference
), served as (
  select reference, member, first_date, last_date, end_first, end_last, certain, recorded, mode, possible, engaged, accompaniment, message, named, provider, service
  from placed
  where service is not null
  union all
  select p.reference, p.member, p.first_date, p.last_date, p.end_first, p.end_last, p.certain and s.certain as certain, p.recorded, p.mode, p.possible, p.engaged, p.accompaniment, p.message, p.named,
         p.provider, s.service
  from placed as p
  join contact_service as s on s.reference = p.reference
  where p.service is null
), moded as (
  select s.*, s.mode as way, cast(1 as bigint) as ways from served as s where s.mode is not null
  union all
  select s.*, m.mode as way, m.modes as ways from served as s join possible_mode as m on m.possible = s.possible where s.mode is null
), written_day as (
  -- a date on which the member certainly wrote to that provider (case-rate 18)
  select distinct m.member, p.provider, m.first_date as written_date
  from message as m
  join contact_provider as p on p.reference = m.reference
  where m.written_by = 'member' and m.certain and p.certain and m.first_date = m.last_date
)
select v.variant, c.reference, c.member, c.provider, c.service, c.first_date, c.last_date,
       case when a.date_rule = 'any-overlap' and c.end_first > c.first_date then least(c.end_first, r.as_of) else c.first_date end as until_first,
       case when a.date_rule = 'any-overlap' and c.end_last > c.last_date then least(c.end_last, r.as_of) else c.last_date end as until_last,
       c.certain, c.recorded, c.way as mode, c.ways as modes,
       case when c.message then case when a.async_rule = 'flag-only' then 'no' else x.reciprocal end
            when c.engaged is not null then case when c.engaged then 'yes' else 'no' end
            when c.way not in ('text', 'email') then 'yes'
            when a.async_rule = 'flag-only' then 'no'
            when w.written_date is not null then 'yes' else 'unknown' end as engaged,
       c.accompaniment, c.message, c.named
from moded as c
join scope as v on v.member = c.member
join answer as a on a.variant = v.variant
cross join run as r
-- each join is by keys alone: a condition on one side would make an engine compare all with all
left join exchange as x on x.reference = case when c.message then c.reference end and x.provider = c.provider
left join written_day as w
  on w.member = case when not c.message and c.engaged is null and c.way in ('text', 'email') and c.first_date = c.last_date then c.member end
 and w.provider = c.provider and w.written_date = c.first_date
