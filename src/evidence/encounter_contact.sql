-- @name encounter_contact
-- @title Encounters that may be contacts of a member who has an episode: dates, mode and engagement as recorded
-- @table
-- @columns reference, member text; first_date, last_date date: the dates it may start on; end_first, end_last date or null: the dates it may end on;
--   backwards boolean: it ends before it starts; certain boolean: neither status nor dates leave a doubt; mode text or null; possible text: any | remote, where mode is null;
--   engaged boolean or null; accompaniment boolean; provider text or null; service text or null: the one that it states; named text or null: the one episode that it names, if it is in the data;
--   services, episodes, based_on, participants text[] or null: only where they are needed, because it doesn't state exactly one service, episode or provider
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/encounter as encounter
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/episode_of_care as episode_of_care
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with collateral as (
  select array_agg(code) as codes from crosswalk where map = 'collateral'
), member as (
  select distinct member from episode_record
), namable as (
  select 'EpisodeOfCare/' || id as reference from episode_of_care
), recorded as (
  select 'Encounter/' || e.id as reference, reference_key(e.subject) as member, case when list_size(e.episodes) = 1 then reference_key(list_first(e.episodes)) end as naming, reference_key(e.provider) as provider_key, e.*,
         first_local_date(e.period_start, r.time_zone) as start_date, first_local_date(e.period_end, r.time_zone) as end_date,
         coalesce(e.status, 'unknown') = 'finished' as finished,
         case when list_size(e.contact_modes) = 1 then list_first(e.contact_modes) end as contact_mode,
         case when list_size(e.participation_modes) = 1 then list_first(e.participation_modes) end as participation_mode
  from encounter as e
  cross join run as r
  where (e.status is null or e.status in ('finished', 'in-progress', 'arrived', 'triaged', 'onleave', 'unknown'))   -- case-rate 14
    and not lists_overlap(e.type_codes, (select codes from collateral))                                                    -- case-rate 13
    -- preparing an appointment without the member is no contact, whatever its mode (case-rate 13)
    and not (list_has(e.type_codes, 'appointment-preparation') and not coalesce(e.engaged, true))
), ordered as (
  -- an end that is a mere date is compared with the local date of the start (case-rate 7, 9)
  select e.*, coalesce(case when has_time(e.period_start) and has_time(e.period_end) then is_before(e.period_end, e.period_start)
                            else last_local_date(e.period_end, e.end_date) < e.start_date end, false) as backwards
  from recorded as e
)
select e.reference, e.member,
       coalesce(e.start_date, date '0001-01-01') as first_date,
       coalesce(last_local_date(e.period_start, e.start_date), date '9999-12-31') as last_date,
       case when not e.backwards then e.end_date end as end_first,
       case when not e.backwards then last_local_date(e.period_end, e.end_date) end as end_last,
       e.backwards, e.finished and not e.backwards as certain,
       -- an explicit mode decides, also one that isn't understood; only without it the class does (case-rate 15)
       case when not e.mode_stated then case when l.target <> 'remote' and (e.class_system is null or e.class_system = l.system) then l.target end
            -- two codes of one mode agree; codes of two modes say nothing
            when coalesce(k.target, p.target) = coalesce(p.target, k.target)
             and list_size(e.contact_modes) <= 1 and list_size(e.participation_modes) <= 1 then coalesce(k.target, p.target) end as mode,
       case when not e.mode_stated and l.target = 'remote' and (e.class_system is null or e.class_system = l.system) then 'remote' else 'any' end as possible,
       e.engaged, list_has(e.type_codes, 'accompaniment') as accompaniment,
       e.provider_key as provider,
       case when list_size(e.services) = 1 then list_first(e.services) end as service, n.reference as named,
       case when list_size(e.services) > 1 then e.services end as services,
       case when list_size(e.episodes) > 1 or list_size(e.services) = 0 or e.provider_key is null then e.episodes end as episodes,
       case when list_size(e.services) = 0 then e.based_on end as based_on,
       case when list_size(e.services) = 0 or e.provider_key is null then e.participants end as participants
from ordered as e
semi join member as m0 on m0.member = e.member
left join namable as n on n.reference = e.naming
left join crosswalk as k on k.map = 'contact-mode' and k.code = e.contact_mode
left join crosswalk as p on p.map = 'participation-mode' and p.code = e.participation_mode
left join crosswalk as l on l.map = 'class-to-mode' and l.code = e.class_code
where coalesce(e.start_date, date '0001-01-01') <= (select as_of from run)   -- what may be dated after as-of only doesn't exist (case-rate 4)
