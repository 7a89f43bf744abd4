import { join } from 'node:path';
import { EngineError } from '../runner.ts';
import type {
  Column,
  InputRelation,
  Output,
  ResourceRelation,
  Result,
  ResultRow,
  Statement,
  Suspect,
} from '../runner.ts';
import type { Settings } from '../duckdb/runner.ts';
import { spark as dialect } from './dialect.ts';
import { faultOf, isDataFault, viewComplaint } from './faults.ts';
import type { Prelude } from './prelude.ts';
import { gather, inputSql, resultOf } from './relations.ts';
import type { SparkSession } from './session.ts';
import { sourceSql, uriOf } from './source.ts';

interface Read {
  /** Rows, by resource type. */
  readonly read: Record<string, number>;
  readonly suspects: Suspect[];
}

/** The relations of one job: names in a session, and for tables files below `scratch`. */
export class JobRelations {
  readonly results: Record<string, readonly ResultRow[]> = {};
  readonly columns: Record<string, readonly Column[]> = {};
  readonly #session: SparkSession;
  readonly #prelude: Prelude;
  readonly #scratch: string;
  readonly #gathering: Settings;
  readonly #names = new Set<string>();
  #outputs = 0;

  /** `gathering` bounds what gathers the parts of an output, which works in this process, beside the driver. */
  constructor(session: SparkSession, prelude: Prelude, scratch: string, gathering: Settings) {
    this.#session = session;
    this.#prelude = prelude;
    this.#scratch = scratch;
    this.#gathering = gathering;
  }

  /** Rows of the caller become a relation. */
  async give(input: InputRelation): Promise<void> {
    await attempt(input.name, () => this.#view(input.name, inputSql(input)));
  }

  /** Resources become relations, one after another: each is read by all executors. `watch` is told of each type. */
  async read(resources: readonly ResourceRelation[], watch: (resource: string) => void): Promise<Read> {
    const all: Read = { read: {}, suspects: [] };
    for (const resource of resources) {
      const type = resource.view.resource;
      watch(type);
      const { rows, suspect } = await this.#load(resource);
      if (suspect !== null) all.suspects.push(suspect);
      else if (resource.unique) all.read[type] = rows;
    }
    return all;
  }

  async make({ name, sql: text, as, file }: Statement): Promise<void> {
    const sql = this.#prelude.expand(text);
    await attempt(file, () => (as === 'view' ? this.#view(name, sql) : this.#table(name, sql)), sql);
  }

  async take({ name, sql: text }: Result): Promise<void> {
    const sql = this.#prelude.expand(text);
    const { rows, columns } = await attempt(name, () => this.#rows(sql), sql);
    [this.results[name], this.columns[name]] = [rows, columns];
  }

  async write(output: Output): Promise<void> {
    const folder = join(this.#scratch, `spark-output-${++this.#outputs}`);
    const sql = this.#prelude.expand(output.sql);
    await attempt('writing the output', () => this.#session.request('write', { sql, path: uriOf(folder) }));
    await gather(folder, output, this.#scratch, this.#gathering);
  }

  /** Forgets the names; the files go with the scratch folder. */
  async drop(): Promise<void> {
    for (const name of this.#names) await this.#session.request('drop', { name }).catch(() => undefined);
  }

  async #load(resource: ResourceRelation): Promise<{ rows: number; suspect: Suspect | null }> {
    const { view, files } = resource;
    const what = `view ${view.name}`;
    try {
      const source = await sourceSql(this.#session, view.resource, view.shape, files);
      await this.#table(view.name, view.sql(dialect, source));
    } catch (error) {
      const complaint = viewComplaint(error);
      if (complaint !== null) throw new EngineError(`${what}: ${complaint}`);
      if (files.length === 0 || !isDataFault(error)) throw faultOf(what, error);
      return { rows: 0, suspect: { resource: view.resource, duplicateIds: [] } };
    }
    return await attempt(what, () => this.#inspect(resource));
  }

  async #inspect(resource: ResourceRelation): Promise<{ rows: number; suspect: Suspect | null }> {
    const name = dialect.identifier(resource.view.name);
    const odd = this.#prelude.expand(anomaly(resource));
    const counts = `select count(*) as n, count(case when ${odd} then 1 end) as odd from ${name}`;
    const [counted] = (await this.#rows(counts)).rows;
    const repeats = `select id from ${name} group by id having count(*) > 1 order by id`;
    const repeated = resource.unique && counted?.['n'] !== 0 ? (await this.#rows(repeats)).rows : [];
    const isSound = repeated.length === 0 && counted?.['odd'] === 0;
    const suspect = { resource: resource.view.resource, duplicateIds: repeated.map(({ id }) => String(id)) };
    return { rows: Number(counted?.['n'] ?? 0), suspect: isSound ? null : suspect };
  }

  async #view(name: string, sql: string): Promise<void> {
    this.#names.add(name);
    await this.#session.request('view', { name, sql });
  }

  async #table(name: string, sql: string): Promise<void> {
    this.#names.add(name);
    await this.#session.request('table', { name, sql, path: uriOf(join(this.#scratch, 'spark-tables', name)) });
  }

  async #rows(sql: string): Promise<{ columns: Column[]; rows: ResultRow[] }> {
    return resultOf(await this.#session.request('rows', { sql }));
  }
}

/** Rows that the view's own condition names, lists or objects where a text is due (read as their JSON), and texts with a NUL. */
function anomaly({ view, suspect }: ResourceRelation): string {
  const texts = view.columns.filter(({ type, collection }) => type === 'string' && !collection);
  const misread = texts
    .map(({ name }) => dialect.identifier(name))
    .map((column) => `startswith(${column}, '[') or startswith(${column}, '{') or contains(${column}, chr(0))`);
  return ['false', ...misread, ...(suspect === null ? [] : [`(${suspect})`])].join(' or ');
}

/** `what` is the file of the text, or what is being done; `sql` the text as it was run. */
async function attempt<T>(what: string, work: () => Promise<T>, sql?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(what, error, sql);
  }
}
