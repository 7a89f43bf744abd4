-- @name initial-meeting
-- @title An initial meeting held by the day
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_contact as episode_contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode as episode

-- From its date on a meeting satisfies; a doubtful one leaves open what it would satisfy.
with judged as (
  select b.clause, b.reading, c.episode, c.reference, c.first_date, c.last_date, c.certain, c.modes,
         case when not list_has(b.modes, c.mode) then 'no'
              when c.mode = 'in-person' then 'yes'   -- who was there in person met, whatever the flag (case-rate 16)
              else c.engaged end as meets,
         e.last_date as episode_end
  from episode_contact as c
  join episode as e on e.variant = c.variant and e.reference = c.episode
  join binding as b on b.service = e.service and b.variant = e.variant
), candidate as (
  select clause, reading, episode, reference, first_date, last_date, episode_end,
         case when min(meets) = max(meets) then min(meets) else 'unknown' end as meets, bool_or(certain) as certain
  from judged
  group by clause, reading, episode, reference, first_date, last_date, episode_end
)
select clause, reading, cast(null as varchar(80)) as member, cast(null as varchar(80)) as provider, episode, reference as evidence,
       last_date as start_date, episode_end as end_date, 'meeting-held' as reason
from candidate
where meets = 'yes' and certain
  -- the first decides; a later one proves nothing more
qualify last_date = min(last_date) over (partition by clause, reading, episode)
union all
select clause, reading, cast(null as varchar(80)) as member, cast(null as varchar(80)) as provider, episode, reference as evidence,
       first_date as start_date, episode_end as end_date, 'meeting-undecided' as reason
from candidate
where meets = 'unknown' or meets = 'yes' and (not certain or first_date <> last_date)
