-- What DuckDB spells in its own way, under the names that all SQL of the project uses. One macro a statement.
-- Every name is listed with its meaning in ../README.md; another engine defines the same names.
set TimeZone = 'UTC';
set default_null_order = 'nulls_first_on_asc_last_on_desc';

create or replace macro add_days(d, n) as cast(d as date) + cast(n as integer);
-- The same day of a later month; of a month that is too short its last.
create or replace macro add_months(d, n) as cast(cast(d as date) + to_months(cast(n as integer)) as date);
create or replace macro days_between(a, b) as cast(cast(b as date) - cast(a as date) as integer);

create or replace macro has_time(s) as length(s) > 10;
-- RFC 3339 offsets end a text: Z, +hh:mm, -hh:mm.
create or replace macro has_offset(s) as length(s) > 16 and (suffix(s, 'Z') or s[-6] in ('+', '-'));
create or replace macro first_local_date(s, zone) as case length(s)
  when 10 then try_cast(s as date)
  when 7 then try_cast(s || '-01' as date)
  when 4 then try_cast(s || '-01-01' as date)
  else case when has_offset(s) then cast(timezone(zone, try_cast(s as timestamptz)) as date)
            else try_cast(substr(s, 1, 10) as date) end end;
create or replace macro last_local_date(s, first_date) as case length(s)
  when 7 then last_day(first_date)
  when 4 then try_cast(s || '-12-31' as date)
  else first_date end;

-- FHIR R4 2.3.0.1: the last two segments of a literal reference, without its version.
create or replace macro reference_key(r) as case
  when regexp_full_match(r, '[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}') then r
  else nullif(regexp_extract(r, '(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]+)?$', 1), '') end;

create or replace macro list_has(xs, x) as coalesce(list_contains(xs, x), false);
create or replace macro lists_overlap(xs, ys) as coalesce(list_has_any(xs, ys), false);
create or replace macro list_size(xs) as coalesce(len(xs), 0);
create or replace macro list_first(xs) as list_extract(xs, 1);
create or replace macro list_sorted(xs) as list_sort(xs);
create or replace macro distinct_items(xs) as list_distinct(xs);
create or replace macro list_flat(xss) as flatten(xss);
create or replace macro list_join(xs, sep) as array_to_string(xs, sep);
-- Texts between single spaces; none of the empty text.
create or replace macro words_of(s) as case when s = '' then cast([] as varchar[]) else string_split(s, ' ') end;
create or replace macro rows_of(xs) as table select unnest(xs) as item;

-- Is the moment a certainly before b? Texts of one form and offset compare as they are; a mere date is before a moment of a later date only.
create or replace macro is_before(a, b) as coalesce(case
  when length(a) = length(b) and right(a, 6) = right(b, 6) then a < b
  when has_offset(a) and has_offset(b) then try_cast(a as timestamptz) < try_cast(b as timestamptz)
  when length(a) >= 10 and length(b) >= 10 and not has_offset(a) and not has_offset(b) and length(a) > 10 and length(b) > 10 then a < b
  else substr(a, 1, least(length(a), length(b), 10)) < substr(b, 1, least(length(a), length(b), 10)) end, false);

-- A FHIR id that any engine makes of the same text.
create or replace macro stable_id(s) as md5(s);
