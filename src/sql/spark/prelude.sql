-- What Spark spells in its own way, under the names that all SQL of the project uses. One macro a statement.
-- Every name is listed with its meaning in ../README.md; ../duckdb/prelude.sql defines the same names.
-- Spark has functions of SQL and no macros, and its functions refuse a subquery of a WITH and cost at each call: prelude.ts puts
-- the macros in. A parameter is a name that nothing else in the body has.

create macro add_days(d, n) as date_add(d, cast(n as int));
-- The same day of a later month; of a month that is too short its last.
create macro add_months(d, n) as cast(d as date) + make_ym_interval(0, cast(n as int));
create macro days_between(a, b) as datediff(b, a);

create macro has_time(s) as length(s) > 10;
-- RFC 3339 offsets end a text: Z, +hh:mm, -hh:mm.
create macro has_offset(s) as length(s) > 16 and (substr(s, -1) = 'Z' or substr(s, -6, 1) in ('+', '-'));
create macro first_local_date(s, zone) as case length(s)
  when 10 then try_cast(s as date)
  when 7 then try_cast(s || '-01' as date)
  when 4 then try_cast(s || '-01-01' as date)
  else case when has_offset(s) then cast(from_utc_timestamp(try_cast(s as timestamp), zone) as date)
            else try_cast(substr(s, 1, 10) as date) end end;
create macro last_local_date(s, first_date) as case length(s)
  when 7 then last_day(first_date)
  when 4 then try_cast(s || '-12-31' as date)
  else first_date end;

-- FHIR R4 2.3.0.1: the last two segments of a literal reference, without its version.
create macro reference_key(r) as nullif(regexp_extract(r, '(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]+)?$', 1), '');

create macro list_has(xs, x) as coalesce(array_contains(xs, x), false);
create macro lists_overlap(xs, ys) as coalesce(arrays_overlap(xs, ys), false);
create macro list_size(xs) as coalesce(size(xs), 0);
create macro list_first(xs) as get(xs, 0);
create macro list_sorted(xs) as sort_array(xs);
create macro distinct_items(xs) as array_distinct(array_compact(xs));
create macro list_flat(xss) as flatten(array_compact(xss));
create macro list_join(xs, sep) as array_join(xs, sep);
-- Texts between single spaces; none of the empty text.
create macro words_of(s) as case when s = '' then cast(array() as array<string>) else split(s, ' ') end;
create or replace temporary function rows_of(p_xs array<string>) returns table(item string) return select explode(p_xs) as item;

-- Is the moment a certainly before b? Texts of one form and offset compare as they are; a mere date is before a moment of a later date only.
create macro is_before(a, b) as coalesce(case
  when length(a) = length(b) and right(a, 6) = right(b, 6) then a < b
  when has_offset(a) and has_offset(b) then try_cast(a as timestamp) < try_cast(b as timestamp)
  when length(a) >= 10 and length(b) >= 10 and not has_offset(a) and not has_offset(b) and length(a) > 10 and length(b) > 10 then a < b
  else substr(a, 1, least(length(a), length(b), 10)) < substr(b, 1, least(length(a), length(b), 10)) end, false);

-- A FHIR id that any engine makes of the same text.
create macro stable_id(s) as md5(cast(s as binary));
