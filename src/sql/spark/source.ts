import { pathToFileURL } from 'node:url';
import type { ResourceFile } from '../runner.ts';
import type { StructShape } from '../views/compile.ts';
import { spark as dialect } from './dialect.ts';
import type { SparkSession } from './session.ts';

/** The longest line that is read. Longer ones make their file suspect, and the line check quarantines them. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * A relation, in parentheses, with the columns of `shape` over the files of one resource type. It stops the statement at a row
 * of another type or without a FHIR id: read fast, and look closely only where that fails.
 */
export async function sourceSql(
  session: SparkSession,
  resource: string,
  shape: StructShape,
  files: readonly ResourceFile[],
): Promise<string> {
  const parts: string[] = [];
  for (const format of ['ndjson', 'parquet'] as const) {
    const paths = files.filter((file) => file.format === format).map(({ path }) => uriOf(path));
    if (paths.length === 0) continue;
    const name = `_${format}_${resource}`;
    parts.push(
      format === 'ndjson'
        ? await readNdjson(session, name, paths, shape)
        : await readParquet(session, name, paths, shape),
    );
  }
  if (parts.length === 0) return `(select ${emptyColumns(shape)} where false)`;
  const columns = Object.keys(shape.fields).map((name) =>
    name === 'resourceType' ? `${checkedType(resource)} as "resourceType"` : dialect.identifier(name),
  );
  return `(select ${columns.join(', ')} from (${parts.join(' union all ')}))`;
}

/** FHIR R4, datatypes, `id`. What is no id may hold anything: an evidence list, a MeasureReport and a page take ids as they are. */
function checkedType(resource: string): string {
  const isSound = `"resourceType" = ${dialect.text(resource)} and id rlike '^[A-Za-z0-9.-]{1,64}$'`;
  return `case when ${isSound} then "resourceType" else ${dialect.fail(dialect.text('suspect row'))} end`;
}

/**
 * Lines are parsed one by one, within an object that they alone fill: so that a second resource in a line, a list of them, or
 * anything after the first fails, as it does in DuckDB. Spark's own reader takes all three.
 */
async function readNdjson(
  session: SparkSession,
  name: string,
  paths: readonly string[],
  shape: StructShape,
): Promise<string> {
  const view = dialect.identifier(name);
  await session.request('read', { name, format: 'text', paths, options: { lineSep: '\n' } });
  const isSound = `is_valid_utf8(value) and octet_length(value) <= ${LONGEST_LINE}`;
  const line = `case when ${isSound} then value else ${dialect.fail(dialect.text('suspect row'))} end`;
  const schema = dialect.text(dialect.type({ kind: 'struct', fields: { r: shape } }));
  const parsed = `from_json('{"r":' || ${line} || '}', ${schema}, map('mode', 'FAILFAST')).r`;
  return `select ${names(shape)} from (select inline(array(${parsed})) from ${view} where length(btrim(value, ' \\t\\r')) > 0)`;
}

async function readParquet(
  session: SparkSession,
  name: string,
  paths: readonly string[],
  shape: StructShape,
): Promise<string> {
  const schema = Object.entries(shape.fields).map(([field, of]) => `\`${field}\` ${dialect.type(of)}`);
  await session.request('read', { name, format: 'parquet', paths, options: {}, schema: schema.join(', ') });
  return `select ${names(shape)} from ${dialect.identifier(name)}`;
}

function names(shape: StructShape): string {
  return Object.keys(shape.fields)
    .map((name) => dialect.identifier(name))
    .join(', ');
}

function emptyColumns(shape: StructShape): string {
  return Object.entries(shape.fields)
    .map(([name, field]) => `cast(null as ${dialect.type(field)}) as ${dialect.identifier(name)}`)
    .join(', ');
}

/** Hadoop takes a path as it stands, without escapes; the scheme says that it is no path of the cluster's own file system. */
export function uriOf(path: string): string {
  return `file:${decodeURIComponent(pathToFileURL(path).pathname)}`;
}
