/**
 * The baseline: one query for one contract, as someone would write it by hand over the same Encounter file. It knows how this data
 * looks, reads no other type, decides no doubt, explains nothing. Arguments: the file (NDJSON or Parquet), the CSV to write.
 */
import { DuckDBInstance } from '@duckdb/node-api';

const [, , file = '', out = ''] = process.argv;
const COLUMNS = `{id: 'VARCHAR', status: 'VARCHAR', subject: 'STRUCT(reference VARCHAR)', "serviceProvider": 'STRUCT(reference VARCHAR)',
  period: 'STRUCT("start" VARCHAR)',
  extension: 'STRUCT(url VARCHAR, "valueCodeableConcept" STRUCT(coding STRUCT(code VARCHAR)[]), "valueBoolean" BOOLEAN)[]'}`;
const source = file.endsWith('.parquet')
  ? `read_parquet('${file}')`
  : `read_json('${file}', format = 'newline_delimited', columns = ${COLUMNS})`;

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(`set TimeZone = 'America/New_York'`);
await connection.run(`copy (
with recorded as (
  select id, subject.reference as member, "serviceProvider".reference as provider, status,
         cast(cast(period."start" as timestamptz) as date) as day,
         list_filter(extension, lambda e: e.url = 'https://peerbridge.dev/fhir/StructureDefinition/contact-mode')[1]."valueCodeableConcept".coding[1].code as mode,
         list_filter(extension, lambda e: e.url = 'https://peerbridge.dev/fhir/StructureDefinition/member-engaged')[1]."valueBoolean" as engaged
  from ${source}
), contact as (
  select member, provider, day, id from recorded where status = 'finished' and (mode = 'in-person' or engaged)
), mark as (
  select *, case when day <= lag(day) over (partition by member, provider order by day) + 7 then 0 else 1 end as is_new from contact
), island as (
  select *, sum(is_new) over (partition by member, provider order by day rows unbounded preceding) as number from mark
), satisfied as (
  select member, provider, min(day) as start_date, max(day) + 6 as end_date, string_agg(id, ' ' order by id) as evidence
  from island
  group by member, provider, number
)
select member, provider, start_date, end_date, 'satisfied' as outcome, evidence from satisfied
union all
select member, provider, end_date + 1 as start_date, lead(start_date, 1, date '2026-07-01') over (partition by member, provider order by start_date) - 1 as end_date,
       'not-satisfied' as outcome, null as evidence
from satisfied
qualify end_date >= start_date
order by member, provider, start_date
) to '${out}' (format csv, header true)`);
