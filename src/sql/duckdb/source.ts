import type { DuckDBConnection } from '@duckdb/node-api';
import type { ResourceFile } from '../runner.ts';
import type { StructShape } from '../views/compile.ts';
import { duckdb as dialect } from './dialect.ts';

/** The longest line that is read. Longer ones make their file suspect, and the line check quarantines them. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** FHIR R4, datatypes, `id`. What is no id may hold anything: an evidence list, a MeasureReport and a page take ids as they are. */
const IS_ID = `regexp_full_match(id, '[A-Za-z0-9.-]+') and length(id) <= 64`;

/**
 * A relation, in parentheses, with the columns of `shape` over the files of one resource type. It stops the statement at a row
 * of another type or without a FHIR id: read fast, and look closely only where that fails.
 */
export async function sourceSql(
  connection: DuckDBConnection,
  resource: string,
  shape: StructShape,
  files: readonly ResourceFile[],
): Promise<string> {
  const parts: string[] = [];
  const ndjson = files.filter(({ format }) => format === 'ndjson').map(({ path }) => path);
  const parquet = files.filter(({ format }) => format === 'parquet').map(({ path }) => path);
  if (ndjson.length > 0) parts.push(`select ${names(shape)} from ${readNdjson(ndjson, shape)}`);
  for (const path of parquet) parts.push(await readParquet(connection, path, shape));
  if (parts.length === 0) return `(select ${emptyColumns(shape)} where false)`;
  // Checked in the column itself: DuckDB moves a view's own condition on the type below any other, where it would drop in silence
  // the rows that must be looked at.
  const checked = `case when "resourceType" = ${dialect.text(resource)} and ${IS_ID} then "resourceType" else ${dialect.fail(dialect.text('suspect row'))} end`;
  return `(select * from (select * replace (${checked} as "resourceType") from (${parts.join(' union all ')})) where "resourceType" is not null)`;
}

function names(shape: StructShape): string {
  return Object.keys(shape.fields)
    .map((name) => dialect.identifier(name))
    .join(', ');
}

function readNdjson(paths: readonly string[], shape: StructShape): string {
  const columns = Object.entries(shape.fields).map(
    ([name, field]) => `${dialect.text(name)}: ${dialect.text(dialect.type(field))}`,
  );
  const files = paths.map((path) => dialect.text(path)).join(', ');
  return `read_json([${files}], format = 'newline_delimited', maximum_object_size = ${LONGEST_LINE}, columns = {${columns.join(', ')}})`;
}

/**
 * A Parquet file has the structs that its writer knew of. Casts between structs go by name and fill in NULL, but need one name
 * in common; through JSON they need none, and take five times as long.
 */
async function readParquet(connection: DuckDBConnection, path: string, shape: StructShape): Promise<string> {
  const file = `read_parquet(${dialect.text(path)})`;
  const described = await connection.runAndReadAll(`describe select * from ${file}`);
  const present = new Map(described.getRowsJS().map(([name, type]) => [name, type]));
  const columns: string[] = [];
  for (const [name, field] of Object.entries(shape.fields)) {
    const [column, type, found] = [dialect.identifier(name), dialect.type(field), present.get(name)];
    const cast = `cast(${found === undefined ? 'null' : column} as ${type})`;
    const isSound = found === undefined || found === type || (await binds(connection, `select ${cast} from ${file}`));
    const value = isSound ? cast : `from_json(to_json(${column}), ${dialect.text(JSON.stringify(structure(field)))})`;
    columns.push(`${value} as ${column}`);
  }
  return `select ${columns.join(', ')} from ${file}`;
}

/** Whether the engine takes a query; nothing of it is run. */
async function binds(connection: DuckDBConnection, sql: string): Promise<boolean> {
  return await connection.run(`describe ${sql}`).then(
    () => true,
    () => false,
  );
}

type Structure = string | { [name: string]: Structure } | Structure[];

function structure(shape: StructShape['fields'][string]): Structure {
  switch (shape.kind) {
    case 'list':
      return [structure(shape.of)];
    case 'struct':
      return Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, structure(field)]));
    case 'string':
    case 'boolean':
    case 'integer':
    case 'decimal':
      return dialect.type(shape);
  }
}

function emptyColumns(shape: StructShape): string {
  return Object.entries(shape.fields)
    .map(([name, field]) => `cast(null as ${dialect.type(field)}) as ${dialect.identifier(name)}`)
    .join(', ');
}
