-- @name initial-meeting-by-deadline
-- @title An initial meeting within a number of days of the referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_contact as episode_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_referral as episode_referral
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

-- Two worlds are compared for each episode: the best (the earliest meeting that may be, the latest referral that may be)
-- and the worst (the first certain meeting or none, the earliest referral). Where they agree on a day, the day is
-- certain; else it is open (case-rate 23).
with asked as (
  -- readings that ask for the same contacts share their judgement
  select variant, service, modes, counting_modes,
         row_number() over (order by variant, service, list_join(modes, ' '), list_join(counting_modes, ' ')) as kind
  from (select distinct variant, service, modes, counting_modes from binding) as d
), bound as (
  select b.clause, b.reading, b.variant, b.service, b.within_days, b.late_effect, b.must_be_first, a.kind
  from binding as b
  join asked as a on a.variant = b.variant and a.service = b.service and a.modes = b.modes and a.counting_modes = b.counting_modes
), judged as (
  select a.kind, c.episode, c.reference, c.first_date, c.last_date, c.certain, c.modes,
         case when list_has(a.modes, c.mode) then 'yes' else 'no' end as meets,
         -- whether it counts and is no meeting: what may not come first where the meeting must be
         case when list_has(a.modes, c.mode) or not list_has(a.counting_modes, c.mode) then 'no'
              when c.mode = 'in-person' or c.mode = 'video' and c.accompaniment then 'yes'
              else c.engaged end as precedes
  from episode_contact as c
  join asked as a on a.variant = c.variant and a.service = c.service
), settled as (
  select kind, episode, reference, first_date, last_date, meets, precedes, certain from judged where modes = 1
  union all
  -- a contact of unknown mode meets only where every mode that it may have does
  select kind, episode, reference, first_date, last_date,
         case when min(meets) = max(meets) then min(meets) else 'unknown' end as meets,
         case when min(precedes) = max(precedes) then min(precedes) else 'unknown' end as precedes, bool_or(certain) as certain
  from judged
  where modes > 1
  group by kind, episode, reference, first_date, last_date
), first_meeting as (
  select kind, episode,
         min(case when meets <> 'no' then first_date end) as possible,
         min(case when meets = 'yes' and certain then last_date end) as certain,
         min(case when precedes <> 'no' then first_date end) as preceded_possible,
         min(case when precedes = 'yes' and certain then last_date end) as preceded_certain
  from settled
  group by kind, episode
), referral as (
  select variant, episode, min(first_date) as first_date, max(last_date) as last_date from episode_referral group by variant, episode
), world as (
  select b.clause, b.reading, b.late_effect, e.reference as episode, e.first_date, e.last_date, n.as_of,
         case when not (b.must_be_first and coalesce(m.preceded_certain < m.possible, false)) then m.possible end as best_meeting,
         case when not (b.must_be_first and coalesce(m.preceded_possible < m.certain, false)) then m.certain end as worst_meeting,
         case when r.last_date = date '9999-12-31' then r.last_date else add_days(r.last_date, b.within_days) end as best_deadline,
         case when r.first_date = date '9999-12-31' then r.first_date else add_days(r.first_date, b.within_days) end as worst_deadline,
         r.first_date = date '0001-01-01' as undated
  from episode as e
  cross join run as n
  join bound as b on b.service = e.service and b.variant = e.variant
  join referral as r on r.variant = e.variant and r.episode = e.reference
  left join first_meeting as m on m.kind = b.kind and m.episode = e.reference
), judgement as (
  select world.*,
         late_effect = 'finding-only' or coalesce(worst_meeting <= worst_deadline, false) as passes,
         -- late or missing in every world
         late_effect <> 'finding-only' and coalesce(best_meeting > best_deadline, best_meeting is null and as_of > best_deadline) as fails,
         case when worst_meeting is not null then 'meeting-late' else 'no-initial-meeting' end as failure,
         case when best_meeting is distinct from worst_meeting then 'meeting-undecided'
              when best_meeting is null and not undated and as_of <= worst_deadline then 'initial-meeting-not-yet-due'
              else 'referral-date-unknown' end as doubt
  from world
), claim as (
  select clause, reading, episode, first_date as start_date, last_date as end_date, 'meeting-in-time' as reason from judgement where passes
  union all
  select clause, reading, episode, worst_meeting as start_date, last_date as end_date, 'meeting-in-time' as reason
  from judgement
  where not passes and late_effect = 'gate-until-meeting' and worst_meeting is not null
  union all
  select clause, reading, episode, first_date as start_date,
         case when late_effect = 'gate-until-meeting' then coalesce(add_days(best_meeting, -1), last_date) else last_date end as end_date, failure as reason
  from judgement
  where not passes and fails
  union all
  select clause, reading, episode, case when fails then best_meeting else first_date end as start_date, last_date as end_date, doubt as reason
  from judgement
  where not passes and (not fails or late_effect = 'gate-until-meeting' and best_meeting is not null)
), witness as (
  select s.kind, s.episode, s.reference,
         s.meets = 'yes' and s.certain and s.last_date = m.certain as is_first,
         s.meets <> 'no' and s.first_date < coalesce(m.certain, date '9999-12-31') as is_doubtful,
         s.precedes <> 'no' and s.first_date < m.certain as may_precede
  from settled as s
  join first_meeting as m on m.kind = s.kind and m.episode = s.episode
  where s.meets <> 'no' or s.first_date < m.certain
), reason_basis as (
  -- what each reason rests on
  select 'meeting' as kind, 'meeting-in-time' as reason union all
  select 'referral' as kind, 'meeting-in-time' as reason union all
  select 'meeting' as kind, 'meeting-late' as reason union all
  select 'referral' as kind, 'meeting-late' as reason union all
  select 'meeting' as kind, 'referral-date-unknown' as reason union all
  select 'referral' as kind, 'referral-date-unknown' as reason union all
  select 'doubt' as kind, 'meeting-undecided' as reason union all
  select 'referral' as kind, 'no-initial-meeting' as reason union all
  select 'referral' as kind, 'initial-meeting-not-yet-due' as reason
), resource as (
  select b.clause, b.reading, w.episode, w.reference, 'meeting' as kind from witness as w join bound as b on b.kind = w.kind where w.is_first
  union all
  select b.clause, b.reading, w.episode, w.reference, 'doubt' as kind from witness as w join bound as b on b.kind = w.kind where w.is_doubtful
  union all
  select b.clause, b.reading, w.episode, w.reference, 'doubt' as kind from witness as w join bound as b on b.kind = w.kind and b.must_be_first where w.may_precede
  union all
  select b.clause, b.reading, r.episode, r.reference, 'referral' as kind
  from episode_referral as r
  join episode as e on e.variant = r.variant and e.reference = r.episode
  join bound as b on b.service = e.service and b.variant = e.variant
  where r.reference is not null
), basis as (
  select s.clause, s.reading, s.episode, s.reference, k.reason from resource as s join reason_basis as k on k.kind = s.kind
)
select c.clause, c.reading, cast(null as varchar(80)) as member, cast(null as varchar(80)) as provider, c.episode, s.reference as evidence,
       c.start_date, c.end_date, c.reason
from claim as c
left join basis as s on s.clause = c.clause and s.reading = c.reading and s.episode = c.episode and s.reason = c.reason
where c.start_date <= c.end_date
