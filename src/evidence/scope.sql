-- @name scope
-- @title For which members the evidence of a variant is made: all where it is a specification's own, else those whose evidence can differ from its base's
-- @table
-- @columns variant text; member text
-- @relatedDependency https://peerbridge.dev/fhir/Library/setting as setting
-- @relatedDependency https://peerbridge.dev/fhir/Library/variant as variant
-- @relatedDependency https://peerbridge.dev/fhir/Library/episode_record as episode_record
-- @relatedDependency https://peerbridge.dev/fhir/Library/contact_record as contact_record

with changed as (
  select v.variant, s.name
  from variant as v
  join setting as s on s.variant = v.variant
  join setting as b on b.variant = v.base and b.name = s.name
  where s.value <> b.value
), sensitive as (
  select 'contact.dateRule' as name, member from contact_record where end_last > first_date
  union
  select 'contact.engagement.async' as name, member from contact_record where message or engaged is null and (mode is null or mode in ('text', 'email'))
  union
  select 'episode.endInclusive' as name, member from episode_record where ended
)
select v.variant, e.member from variant as v cross join episode_record as e where v.base is null
union
select c.variant, s.member from changed as c join sensitive as s on s.name = c.name
