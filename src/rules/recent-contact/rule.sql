-- @name recent-contact
-- @title A contact within the last dates
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode

-- A contact carries its date and the dates after it, as many as the window is long. What every possible date of it
-- carries is certain; what some date of it carries is open, and so is all that a doubtful contact carries.
with judged as (
  select b.clause, b.reading, b.window_days, c.member, c.provider, c.reference, c.first_date, c.last_date, c.until_first, c.until_last, c.certain, c.modes,
         case when not list_has(b.modes, c.mode) then 'no'
              when c.mode = 'in-person' and not b.presence_needs_engagement then 'yes'
              when c.mode = 'video' and c.accompaniment and b.accompaniment_by_video then 'yes'
              else c.engaged end as counts
  from contact as c
  join binding as b on b.service = c.service and b.variant = c.variant
), settled as (
  select clause, reading, window_days, member, provider, reference, first_date, last_date, until_first, until_last, certain, counts
  from judged
  where modes = 1
  union all
  -- a contact of unknown mode counts only where every mode that it may have gives the same answer (case-rate 19)
  select clause, reading, window_days, member, provider, reference, first_date, last_date, until_first, until_last, certain,
         case when min(counts) = max(counts) then min(counts) else 'unknown' end as counts
  from judged
  where modes > 1
  group by clause, reading, window_days, member, provider, reference, first_date, last_date, until_first, until_last, certain
)
select clause, reading, member, provider, cast(null as varchar(80)) as episode, reference as evidence,
       last_date as start_date, add_days(until_first, window_days - 1) as end_date, 'contact-in-window' as reason
from settled
where counts = 'yes' and certain
union all
select clause, reading, member, provider, cast(null as varchar(80)) as episode, reference as evidence,
       first_date as start_date, case when until_last = date '9999-12-31' then until_last else add_days(until_last, window_days - 1) end as end_date, 'contact-undecided' as reason
from settled
where counts = 'unknown' or counts = 'yes' and (not certain or first_date <> last_date or until_first <> until_last)
union all
-- whose contacts count is unknown where the episode names no provider (case-rate 22)
select b.clause, b.reading, e.member, cast(null as varchar(80)) as provider, e.reference as episode, e.reference as evidence,
       e.first_date as start_date, e.last_date as end_date, 'contact-undecided' as reason
from episode as e
join binding as b on b.service = e.service and b.variant = e.variant
where e.provider is null
