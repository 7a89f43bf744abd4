-- @name referral_progress
-- @title How far each referral to a peer service has come, as far as the record shows it without doubt
-- @columns reference, member text; service text: one row for each that it is for; authored_on text or null, as recorded; referred_date date: the last that it may have been authored on (unknown: 9999-12-31);
--   episode, provider text or null: of the episode that came of it; state text: received | accepted | first-contact | met-in-person | discharged | cancelled;
--   met text: yes | no | unknown, whether there was a meeting in person; start_date, contact_date, meeting_date, discharge_date date or null: of its steps, where there is one on that day and none can have been on another before;
--   withheld boolean: the member refuses, or may refuse, disclosure on as-of
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/service_request as service_request
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/Library/referral as referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_contact as episode_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/consent as consent
-- @relatedDependency https://peerbridge.dev/fhir/Library/gap as gap
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with record as (
  -- a draft has been sent to nobody yet
  select r.reference, r.member, r.services, r.last_date as referred_date, s.authored_on, s.status
  from referral as r
  join service_request as s on 'ServiceRequest/' || s.id = r.reference
  where s.status is distinct from 'draft'
), link as (
  select distinct reference_key(u.item) as reference, 'EpisodeOfCare/' || e.id as episode
  from episode_of_care as e
  cross join lateral rows_of(e.referrals) as u
), deduced as (
  -- an episode that names none came of the only one that can have started it, where that one is certain (case-rate 24)
  select max(reference) as reference, episode
  from episode_referral
  group by variant, episode
  having count(*) = 1 and min(first_date) > date '0001-01-01'
), arisen as (
  select l.reference, e.reference as episode, e.service, e.provider, e.status, e.first_date, e.first_certain, e.last_certain, e.last_date, e.ended
  from (select reference, episode from link union select reference, episode from deduced) as l
  join record as r on r.reference = l.reference
  join episode_record as e on e.reference = l.episode and e.member = r.member
  cross join run as n
  where e.status in ('planned', 'waitlist', 'cancelled')
     or (e.status in ('active', 'onhold', 'finished') and coalesce(e.first_date, date '0001-01-01') <= n.as_of)
), reached as (
  -- one row for each variant; a contact of several possible modes is in person in none of them for certain
  select c.variant, c.episode, c.service,
         min(case when c.certain and c.engaged = 'yes' and c.modes = 1 and c.last_date <= n.as_of then c.last_date end) as contact_by,
         min(case when c.engaged <> 'no' then c.first_date end) as contact_from,
         min(case when c.mode = 'in-person' and c.certain and c.engaged = 'yes' and c.modes = 1 and c.last_date <= n.as_of then c.last_date end) as meeting_by,
         min(case when c.mode = 'in-person' and c.engaged <> 'no' then c.first_date end) as meeting_from
  from episode_contact as c
  cross join run as n
  group by c.variant, c.episode, c.service
), agreed as (
  -- what one reading of a contract takes for a contact and another doesn't is in doubt
  select episode, service, case when count(contact_by) = count(*) then max(contact_by) end as contact_by, min(contact_from) as contact_from,
         case when count(meeting_by) = count(*) then max(meeting_by) end as meeting_by, min(meeting_from) as meeting_from
  from reached
  group by episode, service
), incomplete as (
  select distinct subject from gap where resource_type in ('Encounter', 'EpisodeOfCare')
), stepped as (
  select a.reference, a.episode, a.service, a.provider, a.first_date, a.status = 'cancelled' as cancelled, g.contact_by, g.meeting_by,
         case when a.status in ('active', 'onhold', 'finished') and a.first_date = a.first_certain then a.first_date end as start_date,
         case when g.contact_by = g.contact_from then g.contact_by end as contact_date,
         case when g.meeting_by = g.meeting_from then g.meeting_by end as meeting_date,
         g.meeting_from is not null as maybe_met,
         a.status in ('active', 'onhold', 'finished') and (a.ended and a.last_date <= n.as_of or a.status = 'finished' and not a.ended) as discharged,
         case when a.ended and a.last_certain = a.last_date then a.last_date end as discharge_date
  from arisen as a
  cross join run as n
  left join agreed as g on g.episode = a.episode and g.service = a.service
), ranked as (
  -- of several episodes the one that came furthest; a return after discharge is another matter
  select s.reference, s.episode, s.service, s.provider, s.cancelled, s.contact_by, s.meeting_by, s.start_date, s.contact_date, s.meeting_date, s.maybe_met, s.discharged, s.discharge_date,
         row_number() over (
           partition by s.reference, s.service
           order by case when s.meeting_by is not null then 0 else 1 end, case when s.contact_by is not null then 0 else 1 end, case when s.cancelled then 1 else 0 end,
                    coalesce(s.first_date, date '9999-12-31'), s.episode
         ) as rank
  from stepped as s
), asked as (
  select r.reference, u.item as service from record as r cross join lateral rows_of(r.services) as u
  union
  select reference, service from arisen
), refusing as (
  select distinct c.member
  from consent as c
  cross join run as n
  where c.category = 'disclosure' and c.decision = 'deny' and c.first_date <= n.as_of and c.last_date >= n.as_of
), whole as (
  select count(*) as gaps from incomplete where subject is null
)
select r.reference, r.member, a.service, r.authored_on, r.referred_date, k.episode, k.provider,
       case when k.discharged then 'discharged'
            when k.meeting_by is not null then 'met-in-person'
            when k.contact_by is not null then 'first-contact'
            when not k.cancelled then 'accepted'
            when k.cancelled or r.status = 'revoked' then 'cancelled'
            else 'received' end as state,
       case when k.meeting_by is not null then 'yes' when k.maybe_met or w.gaps > 0 or i.subject is not null then 'unknown' else 'no' end as met,
       k.start_date, k.contact_date, k.meeting_date, case when k.discharged then k.discharge_date end as discharge_date, f.member is not null as withheld
from record as r
join asked as a on a.reference = r.reference
cross join whole as w
left join (select reference, episode, service, provider, cancelled, contact_by, meeting_by, start_date, contact_date, meeting_date, maybe_met, discharged, discharge_date from ranked where rank = 1) as k
  on k.reference = a.reference and k.service = a.service
left join incomplete as i on i.subject = r.member
left join refusing as f on f.member = r.member
