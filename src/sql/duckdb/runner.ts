import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from '../runner.ts';
import type { Column, Job, Report, ResourceRelation, ResultRow, Runner, Statement, Suspect, Watch } from '../runner.ts';
import { lifetimes } from '../lifetime.ts';
import { stopwatch } from '../stopwatch.ts';
import { duckdb as dialect } from './dialect.ts';
import { faultOf, isDataFault, viewComplaint } from './faults.ts';
import { inputSql, outputSql, resultOf, rowsOf } from './relations.ts';
import { sourceSql } from './source.ts';

export interface Settings {
  /** As DuckDB takes it: '900MB'. Beyond it, work spills to the scratch folder. */
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** The embedded engine. One run is one database in memory. */
export function duckdbRunner(settings: Settings = {}): Runner {
  return {
    name: 'duckdb',
    run: (job, watch) =>
      withDatabase(job.scratch, settings, (connection, another) => runJob(connection, another, job, watch)),
    close: () => Promise.resolve(),
  };
}

/** Opens a database in memory for one piece of work, with the prelude's names. */
export async function withDatabase<T>(
  scratch: string,
  settings: Settings,
  work: (connection: DuckDBConnection, another: () => Promise<DuckDBConnection>) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: `${scratch}/spill`,
    // Nothing may be fetched: all that is used is built in.
    autoinstall_known_extensions: 'false',
    ...(settings.memoryLimit === undefined ? {} : { memory_limit: settings.memoryLimit }),
    ...(settings.threads === undefined ? {} : { threads: String(settings.threads) }),
  });
  const prelude = await readFile(new URL('prelude.sql', import.meta.url), 'utf8');
  const connections: DuckDBConnection[] = [];
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    connections.push(connection);
    await connection.run(prelude);
    return connection;
  };
  try {
    return await work(await connect(), connect);
  } finally {
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
  }
}

async function runJob(
  connection: DuckDBConnection,
  another: () => Promise<DuckDBConnection>,
  job: Job,
  watch: Watch,
): Promise<Report> {
  const lap = stopwatch();
  const steps = job.resources.length + job.statements.length + 1;
  let step = 0;
  for (const input of job.inputs) await connection.run(inputSql(input));
  const read: Record<string, number> = {};
  const suspects: Suspect[] = [];
  for (const resource of job.resources) {
    watch(`reading ${resource.view.resource}`, step++, steps);
    const loaded = await load(connection, resource);
    if (loaded.suspect !== null) suspects.push(loaded.suspect);
    else if (resource.unique) read[resource.view.resource] = loaded.rows;
  }
  if (suspects.length > 0) return { state: 'suspect', suspects };
  const reading = lap();
  const lifetime = lifetimes(job);
  for (const [index, statement] of job.statements.entries()) {
    watch(statement.name, step++, steps);
    const { isUsed = false, ends = [] } = lifetime[index] ?? {};
    if (isUsed) await runStatement(connection, statement);
    for (const name of ends) await connection.run(`drop table ${dialect.identifier(name)}`);
  }
  const computing = lap();
  watch('writing', step, steps);
  // Neither keeps all processors busy, and neither needs the other. Both end before either's failure is told.
  const [results, written] = await Promise.allSettled([resultsOf(await another(), job), write(connection, job)]);
  if (written.status === 'rejected') throw written.reason;
  if (results.status === 'rejected') throw results.reason;
  return { state: 'done', read, ...results.value, timings: { reading, computing, writing: lap() } };
}

async function write(connection: DuckDBConnection, { outputs }: Job): Promise<void> {
  for (const output of outputs)
    for (const sql of outputSql(output)) await attempt('writing the output', () => connection.run(sql));
}

async function resultsOf(
  connection: DuckDBConnection,
  job: Job,
): Promise<{ results: Record<string, readonly ResultRow[]>; columns: Record<string, readonly Column[]> }> {
  const results: Record<string, readonly ResultRow[]> = {};
  const columns: Record<string, readonly Column[]> = {};
  for (const { name, sql } of job.results) {
    const result = await attempt(name, () => resultOf(connection, sql));
    [results[name], columns[name]] = [result.rows, result.columns];
  }
  return { results, columns };
}

async function load(
  connection: DuckDBConnection,
  resource: ResourceRelation,
): Promise<{ rows: number; suspect: Suspect | null }> {
  const { view, files } = resource;
  const name = dialect.identifier(view.name);
  const what = `view ${view.name}`;
  const source = await attempt(what, () => sourceSql(connection, view.resource, view.shape, files));
  // Rows may come in any order, which keeps memory low; nothing that follows relies on it.
  await connection.run('set preserve_insertion_order = false');
  try {
    await connection.run(`create or replace table ${name} as ${view.sql(dialect, source)}`);
  } catch (error) {
    const complaint = viewComplaint(error);
    if (complaint !== null) throw new EngineError(`${what}: ${complaint}`);
    if (files.length === 0 || !isDataFault(error)) throw faultOf(what, error);
    return { rows: 0, suspect: { resource: view.resource, duplicateIds: [] } };
  } finally {
    await connection.run('set preserve_insertion_order = true');
  }
  return await attempt(what, () => inspect(connection, resource));
}

async function inspect(
  connection: DuckDBConnection,
  resource: ResourceRelation,
): Promise<{ rows: number; suspect: Suspect | null }> {
  const name = dialect.identifier(resource.view.name);
  const [counted] = await rowsOf(
    connection,
    `select count(*) as n, count(*) filter (where ${anomaly(resource)}) as odd from ${name}`,
  );
  const repeated = resource.unique
    ? await rowsOf(connection, `select id from ${name} group by id having count(*) > 1 order by id`)
    : [];
  const isSound = repeated.length === 0 && counted?.odd === 0;
  const suspect = { resource: resource.view.resource, duplicateIds: repeated.map(({ id }) => String(id)) };
  return { rows: Number(counted?.n ?? 0), suspect: isSound ? null : suspect };
}

/**
 * Rows that the view's own condition names, lists or objects where a text is due (DuckDB reads those as their JSON), and texts
 * with a NUL.
 */
function anomaly({ view, suspect }: ResourceRelation): string {
  const texts = view.columns.filter(({ type, collection }) => type === 'string' && !collection);
  const misread = texts
    .map(({ name }) => dialect.identifier(name))
    .map((column) => `prefix(${column}, '[') or prefix(${column}, '{') or contains(${column}, chr(0))`);
  return ['false', ...misread, ...(suspect === null ? [] : [`(${suspect})`])].join(' or ');
}

async function runStatement(connection: DuckDBConnection, { name, sql, as, file }: Statement): Promise<void> {
  const kind = as === 'view' ? 'view' : 'table';
  await attempt(file, () => connection.run(`create or replace ${kind} ${dialect.identifier(name)} as ${sql}`));
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(what, error);
  }
}
