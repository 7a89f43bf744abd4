-- @name perinatal_status
-- @title Whether members are pregnant, when a pregnancy ended or is due to end, whether they parent, whether a DCF case is open
-- @table
-- @columns reference text: Observation/id; member text; topic text: pregnancy | end | due | parenting | dcf; state text: of pregnancy: pregnant | not-pregnant | possible | unknown, of end and due: from that date on, of the others: yes | no | unknown;
--   certain boolean: its status leaves no doubt; first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive: until the next fact of the topic, of end and due without end
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/observation as observation
-- @relatedDependency https://peerbridge.dev/fhir/Library/crosswalk as crosswalk
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

with told as (
  select 'Observation/' || o.id as reference, reference_key(o.subject) as member, o.value_codes, o.value_boolean,
         case when list_has(o.loinc, '82810-3') then 'pregnancy' when list_has(o.loinc, '63893-2') then 'end' when list_has(o.loinc, '11778-8') then 'due'
              when list_has(o.perinatal, 'parenting') then 'parenting' when list_has(o.perinatal, 'dcf-case-open') then 'dcf' end as topic,
         case when list_has(o.loinc, '11778-8') then o.value_moment else coalesce(o.effective, o.effective_instant, o.effective_start) end as moment,
         coalesce(o.effective, o.effective_instant, o.effective_start) as told_on, coalesce(o.status, 'unknown') in ('final', 'amended', 'corrected') as certain
  from observation as o
  where o.status is null or o.status not in ('entered-in-error', 'cancelled')
), pregnancy as (
  select t.reference, case when min(k.target) = max(k.target) then min(k.target) end as state
  from told as t
  cross join lateral rows_of(t.value_codes) as u
  join crosswalk as k on k.map = 'pregnancy-status' and k.code = u.item
  group by t.reference
), dated as (
  select t.reference, t.member, t.topic, t.certain, t.moment, first_local_date(t.moment, r.time_zone) as moment_date,
         case when t.topic = 'pregnancy' then coalesce(p.state, 'unknown') when t.topic in ('end', 'due') then 'yes'
              when t.value_boolean then 'yes' when not t.value_boolean then 'no' else 'unknown' end as state
  from told as t
  cross join run as r
  left join pregnancy as p on p.reference = t.reference
  where t.topic is not null and coalesce(first_local_date(t.told_on, r.time_zone), date '0001-01-01') <= r.as_of
), fact as (
  select reference, member, topic, case when topic = 'end' then 'pregnancy' else topic end as matter, state, certain,
         coalesce(moment_date, date '0001-01-01') as first_date, coalesce(last_local_date(moment, moment_date), date '9999-12-31') as first_certain
  from dated
), ending as (
  -- what is told later ends what was told before; of one day, the end of the pregnancy comes last
  select f.reference,
         min(case when g.first_certain >= f.first_date then case when g.first_date > date '0001-01-01' then add_days(g.first_date, -1) else g.first_date end end) as last_certain,
         min(case when g.certain and (g.first_date > f.first_certain or g.topic = 'end' and g.first_date = f.first_certain) then add_days(g.first_certain, -1) end) as last_date
  from fact as f
  join fact as g on g.member = f.member and g.matter = f.matter
  where g.reference <> f.reference and f.topic not in ('end', 'due')
  group by f.reference
)
select f.reference, f.member, f.topic, f.state, f.certain, f.first_date, f.first_certain,
       coalesce(e.last_certain, date '9999-12-31') as last_certain, coalesce(e.last_date, date '9999-12-31') as last_date
from fact as f
left join ending as e on e.reference = f.reference
