import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from '../runner.ts';
import type {
  Column,
  Job,
  Output,
  Report,
  ResourceRelation,
  ResultRow,
  Runner,
  Statement,
  Suspect,
  Watch,
} from '../runner.ts';
import { orderedSteps } from '../dependencies.ts';
import type { OrderedStep } from '../dependencies.ts';
import { sideBySide } from '../side-by-side.ts';
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
    // A database in memory has no file to bring up to date, and yet a checkpoint goes through all its tables amid a run.
    checkpoint_threshold: '1TB',
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
  const lanes = [connection, await another()];
  const steps = orderedSteps(job);
  const all = job.resources.length + steps.length;
  let begun = 0;
  for (const input of job.inputs) await attempt(input.name, () => connection.run(inputSql(input)));
  const read: Record<string, number> = {};
  const suspects: Suspect[] = [];
  for (const resource of job.resources) {
    watch(`reading ${resource.view.resource}`, begun++, all);
    const loaded = await load(connection, resource);
    if (loaded.suspect !== null) suspects.push(loaded.suspect);
    else if (resource.unique) read[resource.view.resource] = loaded.rows;
  }
  if (suspects.length > 0) return { state: 'suspect', suspects };
  const reading = lap();
  const results: Record<string, readonly ResultRow[]> = {};
  const columns: Record<string, readonly Column[]> = {};
  const readers = readersOf(steps);
  // One statement rarely keeps all processors busy: parts of it run on one, and planning does.
  await sideBySide(steps, lanes.length, async (place, lane) => {
    const { step, tables = [] } = steps[place] ?? {};
    const on = lanes[lane];
    if (step === undefined || on === undefined) return;
    watch(step.kind === 'output' ? 'writing' : step.of.name, begun++, all);
    if (step.kind === 'statement') await runStatement(on, step.of);
    else if (step.kind === 'output') await write(on, step.of);
    else {
      const result = await attempt(step.of.name, () => resultOf(on, step.of.sql));
      [results[step.of.name], columns[step.of.name]] = [result.rows, result.columns];
    }
    for (const name of tables.filter((one) => readers.leave(one)))
      await attempt(name, () => on.run(`drop table ${dialect.identifier(name)}`));
  });
  return { state: 'done', read, results, columns, timings: { reading, computing: lap() } };
}

/** Counts who still reads a table: once the last has left, its memory is free for others. */
function readersOf(steps: readonly OrderedStep[]): { leave: (table: string) => boolean } {
  const left = new Map<string, number>();
  for (const { tables } of steps) for (const name of tables) left.set(name, (left.get(name) ?? 0) + 1);
  return {
    leave: (table) => {
      const others = (left.get(table) ?? 0) - 1;
      left.set(table, others);
      return others === 0;
    },
  };
}

async function write(connection: DuckDBConnection, output: Output): Promise<void> {
  for (const sql of outputSql(output)) await attempt('writing the output', () => connection.run(sql));
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
