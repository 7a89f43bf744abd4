-- @name organization_ancestor
-- @title What an organization is part of, at any remove, itself included
-- @table
-- @columns organization, ancestor text: Organization/id
-- @relatedDependency https://peerbridge.dev/fhir/ViewDefinition/organization as organization

with recursive part as (
  select 'Organization/' || id as organization, reference_key(part_of) as whole from organization where part_of is not null
), climb as (
  select organization, organization as ancestor, ' ' || organization || ' ' as path
  from (select 'Organization/' || id as organization from organization) as o
  union all
  -- partOf may run in a circle: a path enters no organization twice
  select c.organization, p.whole as ancestor, c.path || p.whole || ' ' as path
  from climb as c
  join part as p on p.organization = c.ancestor
  where c.path not like '% ' || p.whole || ' %'
)
select distinct organization, ancestor from climb
