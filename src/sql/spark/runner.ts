import { join } from 'node:path';
import { EngineError } from '../runner.ts';
import type { Column, Job, Report, ResourceRelation, ResultRow, Runner, Suspect, Watch } from '../runner.ts';
import { lifetimes } from '../lifetime.ts';
import { stopwatch } from '../stopwatch.ts';
import { spark as dialect } from './dialect.ts';
import { faultOf, isDataFault, viewComplaint } from './faults.ts';
import { Prelude } from './prelude.ts';
import { gather, inputSql, resultOf } from './relations.ts';
import { SparkSession } from './session.ts';
import type { Settings } from './session.ts';
import { sourceSql, uriOf } from './source.ts';

/** Apache Spark, started with the first job and kept until `close`. Scratch folders and outputs must be where executors reach them. */
export function sparkRunner(settings: Settings): Runner {
  return new SparkRunner(settings);
}

class SparkRunner implements Runner {
  readonly name = 'spark';
  readonly #settings: Settings;
  #started: Promise<Started> | undefined;
  /** Relations have one name space, so that jobs follow each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async run(job: Job, watch: Watch): Promise<Report> {
    const report = this.#last.then(async () => {
      if (this.#started === undefined) watch('starting Spark', 0, 0);
      this.#started ??= open(this.#settings);
      return await new JobRun(await this.#started, job, watch).report();
    });
    this.#last = report.catch(() => undefined);
    return await report;
  }

  async close(): Promise<void> {
    const started = await this.#started?.catch(() => undefined);
    await started?.session.close();
    this.#started = undefined;
  }
}

interface Started {
  readonly session: SparkSession;
  readonly prelude: Prelude;
}

async function open(settings: Settings): Promise<Started> {
  const prelude = await Prelude.read();
  const session = await SparkSession.start(settings);
  for (const sql of prelude.statements) await session.request('run', { sql });
  return { session, prelude };
}

/** One job on a session, which it leaves as it found it. */
class JobRun {
  readonly #session: SparkSession;
  readonly #prelude: Prelude;
  readonly #job: Job;
  readonly #watch: Watch;
  readonly #steps: number;
  readonly #made = new Set<string>();
  #step = 0;

  constructor({ session, prelude }: Started, job: Job, watch: Watch) {
    this.#session = session;
    this.#prelude = prelude;
    this.#job = job;
    this.#watch = watch;
    this.#steps = job.resources.length + job.statements.length + 1;
  }

  async report(): Promise<Report> {
    const lap = stopwatch();
    try {
      for (const input of this.#job.inputs) await this.#view(input.name, inputSql(input), input.name);
      const read: Record<string, number> = {};
      const suspects: Suspect[] = [];
      for (const resource of this.#job.resources) {
        this.#watch(`reading ${resource.view.resource}`, this.#step++, this.#steps);
        const loaded = await this.#load(resource);
        if (loaded.suspect !== null) suspects.push(loaded.suspect);
        else if (resource.unique) read[resource.view.resource] = loaded.rows;
      }
      if (suspects.length > 0) return { state: 'suspect', suspects };
      const reading = lap();
      await this.#compute();
      const computing = lap();
      this.#watch('writing', this.#step, this.#steps);
      const { results, columns } = await this.#results();
      await this.#write();
      return { state: 'done', read, results, columns, timings: { reading, computing, writing: lap() } };
    } finally {
      for (const name of this.#made) await this.#session.request('drop', { name }).catch(() => undefined);
    }
  }

  async #load({ view, files, unique, suspect }: ResourceRelation): Promise<{ rows: number; suspect: Suspect | null }> {
    const what = `view ${view.name}`;
    const isSuspect = { rows: 0, suspect: { resource: view.resource, duplicateIds: [] } };
    try {
      const source = await sourceSql(this.#session, view.resource, view.shape, files);
      await this.#table(view.name, view.sql(dialect, source));
    } catch (error) {
      const complaint = viewComplaint(error);
      if (complaint !== null) throw new EngineError(`${what}: ${complaint}`);
      if (files.length === 0 || !isDataFault(error)) throw faultOf(what, error);
      return isSuspect;
    }
    return await attempt(what, () => this.#inspect({ view, files, unique, suspect }));
  }

  async #inspect(resource: ResourceRelation): Promise<{ rows: number; suspect: Suspect | null }> {
    const name = dialect.identifier(resource.view.name);
    const counts = `select count(*) as n, count(case when ${this.#prelude.expand(anomaly(resource))} then 1 end) as odd from ${name}`;
    const [counted] = (await this.#rows(counts)).rows;
    const repeats = `select id from ${name} group by id having count(*) > 1 order by id`;
    const repeated = resource.unique ? (await this.#rows(repeats)).rows : [];
    const isSound = repeated.length === 0 && counted?.['odd'] === 0;
    const suspect = { resource: resource.view.resource, duplicateIds: repeated.map(({ id }) => String(id)) };
    return { rows: Number(counted?.['n'] ?? 0), suspect: isSound ? null : suspect };
  }

  async #compute(): Promise<void> {
    const lifetime = lifetimes(this.#job);
    for (const [index, { name, sql: text, as, file }] of this.#job.statements.entries()) {
      this.#watch(name, this.#step++, this.#steps);
      const { isUsed = false, ends = [] } = lifetime[index] ?? {};
      if (!isUsed) continue;
      const sql = this.#prelude.expand(text);
      if (as === 'view') await this.#view(name, sql, file);
      if (as === 'table') await attempt(file, () => this.#table(name, sql), sql);
      for (const end of ends) await this.#session.request('drop', { name: end });
    }
  }

  async #results(): Promise<{ results: Record<string, ResultRow[]>; columns: Record<string, Column[]> }> {
    const [results, columns]: [Record<string, ResultRow[]>, Record<string, Column[]>] = [{}, {}];
    for (const { name, sql: text } of this.#job.results) {
      const sql = this.#prelude.expand(text);
      const result = await attempt(name, () => this.#rows(sql), sql);
      [results[name], columns[name]] = [result.rows, result.columns];
    }
    return { results, columns };
  }

  async #write(): Promise<void> {
    for (const [index, output] of this.#job.outputs.entries()) {
      const folder = join(this.#job.scratch, `spark-output-${index}`);
      await attempt('writing the output', () =>
        this.#session.request('write', { sql: this.#prelude.expand(output.sql), path: uriOf(folder) }),
      );
      await gather(folder, output, this.#job.scratch);
    }
  }

  async #view(name: string, sql: string, file: string): Promise<void> {
    this.#made.add(name);
    await attempt(file, () => this.#session.request('view', { name, sql }), sql);
  }

  async #table(name: string, sql: string): Promise<void> {
    this.#made.add(name);
    await this.#session.request('table', { name, sql, path: uriOf(join(this.#job.scratch, 'spark-tables', name)) });
  }

  async #rows(sql: string): Promise<{ columns: Column[]; rows: ResultRow[] }> {
    return resultOf(await this.#session.request('rows', { sql }));
  }
}

/**
 * Rows that the view's own condition names, lists or objects where a text is due (read as their JSON), and texts with a NUL.
 */
function anomaly({ view, suspect }: ResourceRelation): string {
  const texts = view.columns.filter(({ type, collection }) => type === 'string' && !collection);
  const misread = texts
    .map(({ name }) => dialect.identifier(name))
    .map((column) => `startswith(${column}, '[') or startswith(${column}, '{') or contains(${column}, chr(0))`);
  return ['false', ...misread, ...(suspect === null ? [] : [`(${suspect})`])].join(' or ');
}

async function attempt<T>(what: string, work: () => Promise<T>, sql?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(what, error, sql);
  }
}
