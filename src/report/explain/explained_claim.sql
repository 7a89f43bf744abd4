-- @name explained_claim
-- @title Claims that speak of the day, and for each clause the last one before it and the first one after it that satisfy
-- @columns specification, episode, clause, reason, evidence text; start_date, end_date date, inclusive: from when to when it holds;
--   position text: before | on | after the day; contact_date, contact_until date; mode text; modes bigint: of how many it may be one; engaged text (null where the evidence is no contact)
-- @relatedDependency https://peerbridge.dev/fhir/Library/claim as claim
-- @relatedDependency https://peerbridge.dev/fhir/Library/lane as lane
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_key as episode_key
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact as contact
-- @relatedDependency https://peerbridge.dev/fhir/Library/explained as explained

with own as (
  select distinct e.specification, e.service, e.variant, e.reference as episode, e.member, e.provider, x.date
  from explained as x
  join episode_key as e on e.member = x.member and e.own and e.first_date <= x.date and e.last_date >= x.date
), spoken as (
  select o.specification, o.variant, o.episode, o.member, c.clause, c.reason, c.evidence, c.start_date, c.end_date, l.outcome, o.date
  from own as o
  join claim as c on c.episode is null and c.member = o.member and c.provider = o.provider
  join lane as l on l.clause = c.clause and l.reading = c.reading and l.reason = c.reason and l.lane = l.default_lane and l.specification = o.specification and l.service = o.service
  union all
  select o.specification, o.variant, o.episode, o.member, c.clause, c.reason, c.evidence, c.start_date, c.end_date, l.outcome, o.date
  from own as o
  join claim as c on c.episode is null and c.member is null and c.provider = o.provider
  join lane as l on l.clause = c.clause and l.reading = c.reading and l.reason = c.reason and l.lane = l.default_lane and l.specification = o.specification and l.service = o.service
  union all
  select o.specification, o.variant, o.episode, o.member, c.clause, c.reason, c.evidence, c.start_date, c.end_date, l.outcome, o.date
  from own as o
  join claim as c on c.episode = o.episode
  join lane as l on l.clause = c.clause and l.reading = c.reading and l.reason = c.reason and l.lane = l.default_lane and l.specification = o.specification and l.service = o.service
), placed as (
  select spoken.*, case when end_date < date then 'before' when start_date > date then 'after' else 'on' end as position
  from spoken
  where start_date <= end_date
), near as (
  select placed.*,
         row_number() over (partition by specification, episode, clause, position order by case when position = 'before' then end_date end desc, start_date, evidence) as place
  from placed
  where position = 'on' or outcome = 'satisfied'
), described as (
  select distinct n.specification, n.variant, n.episode, n.member, n.clause, n.reason, n.evidence, n.start_date, n.end_date, n.position
  from near as n
  where n.position = 'on' or n.place = 1
), way as (
  select c.variant, c.reference, min(c.first_date) as contact_date, max(c.last_date) as contact_until, min(c.mode) as mode, max(c.modes) as modes, min(c.engaged) as engaged
  from contact as c
  join explained as x on x.member = c.member
  group by c.variant, c.reference
)
select d.specification, d.episode, d.clause, d.reason, d.evidence, d.start_date, d.end_date, d.position,
       w.contact_date, w.contact_until, w.mode, cast(w.modes as integer) as modes, w.engaged
from described as d
left join way as w on w.variant = d.variant and w.reference = d.evidence
order by d.specification, d.episode, d.clause, d.position, d.start_date, d.evidence
