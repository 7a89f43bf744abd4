-- @name cover
-- @title Who is judged on which days of the asked period, not after as-of
-- @table
-- @columns cover_id, subject_id integer: the same for all covers of one subject with one provider; relation, variant text; service text or null: any; subject text; provider, member, reference text or null;
--   first_date, first_certain, last_certain, last_date date: possible and certain days, both ends inclusive
-- @relatedDependency https://peerbridge.dev/fhir/Library/subject_day as subject_day
-- @relatedDependency https://peerbridge.dev/fhir/Library/run as run

select cast(row_number() over (order by s.relation, s.variant, s.service, s.subject, s.provider, s.reference, s.first_date) as integer) as cover_id,
       cast(dense_rank() over (order by s.relation, s.variant, s.service, s.subject, s.provider) as integer) as subject_id,
       s.relation, s.variant, s.service, s.subject, s.provider, s.member, s.reference,
       greatest(s.first_date, r.from_date) as first_date, greatest(s.first_certain, r.from_date) as first_certain,
       least(s.last_certain, r.to_date, r.as_of) as last_certain, least(s.last_date, r.to_date, r.as_of) as last_date
from subject_day as s
cross join run as r
where s.first_date <= s.last_date and s.first_date <= r.to_date and s.first_date <= r.as_of and s.last_date >= r.from_date
