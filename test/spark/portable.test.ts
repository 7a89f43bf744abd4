/** Every SQL text of the project, and every view, analysed by Spark: syntax, columns, functions and types. Nothing is computed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadFoundation } from '../../src/engine/knowledge.ts';
import { openSource } from '../../src/lake/source.ts';
import { check } from '../../src/report/check.ts';
import { explain } from '../../src/report/explain/explain.ts';
import { explainFinding } from '../../src/report/explain-finding/finding.ts';
import { assess } from '../../src/report/readiness/assess.ts';
import type { Job, Report, Runner } from '../../src/sql/runner.ts';
import { spark } from '../../src/sql/spark/dialect.ts';
import { faultOf } from '../../src/sql/spark/faults.ts';
import { Prelude } from '../../src/sql/spark/prelude.ts';
import { inputSql } from '../../src/sql/spark/relations.ts';
import type { CompiledView } from '../../src/sql/views/compile.ts';
import { SparkSession } from '../../src/sql/spark/session.ts';
import { sourceSql } from '../../src/sql/spark/source.ts';
import { filesBelow } from '../house/tree.ts';
import { questionOf } from './check-run.ts';

/** Thrown once a job is analysed: there are no rows to go on with. */
class Analysed extends Error {}

/** Takes jobs apart instead of running them. */
class Analyser implements Runner {
  readonly name = 'spark';
  readonly faults: string[] = [];
  readonly files = new Set<string>();
  readonly #session: SparkSession;
  readonly #prelude: Prelude;
  /** What each name stands for now: jobs have most of their texts in common. */
  readonly #analysed = new Map<string, string>();

  constructor(session: SparkSession, prelude: Prelude) {
    this.#session = session;
    this.#prelude = prelude;
  }

  /** Views that some text reads, also those that a job has no use for. */
  async views(views: readonly CompiledView[]): Promise<void> {
    for (const view of views) {
      const source = await sourceSql(this.#session, view.resource, view.shape, []);
      await this.#analyse(view.name, view.sql(spark, source), `view ${view.name}`);
    }
  }

  async run(job: Job): Promise<Report> {
    for (const input of job.inputs) await this.#analyse(input.name, inputSql(input), input.name);
    for (const { name, sql, file } of job.statements) {
      this.files.add(file);
      await this.#analyse(name, this.#prelude.expand(sql), file);
    }
    for (const { sql } of [...job.outputs, ...job.results])
      await this.#analyse('_last', this.#prelude.expand(sql), sql);
    throw new Analysed();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #analyse(name: string, sql: string, what: string): Promise<void> {
    if (this.#analysed.get(name) === sql) return;
    this.#analysed.set(name, sql);
    try {
      await this.#session.request('outline', { name, sql });
    } catch (error) {
      this.faults.push(faultOf(what, error, sql).message);
    }
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'portable-'));
let session: SparkSession | undefined;
let analyser: Analyser;
afterAll(async () => {
  await session?.close();
  rmSync(scratch, { recursive: true });
});
beforeAll(async () => {
  const prelude = await Prelude.read();
  session = await SparkSession.start({
    master: 'local[1]',
    conf: { 'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1' },
  });
  for (const sql of prelude.statements) await session.request('run', { sql });
  analyser = new Analyser(session, prelude);
  const foundation = await loadFoundation();
  await analyser.views(foundation.views.map(({ view }) => view));
  const request = {
    source: await openSource(fileURLToPath(new URL('../../examples/small-center/fhir/', import.meta.url)), scratch),
    foundation,
    declaredComplete: new Set<string>(),
    runner: analyser,
    scratch,
    watch: () => undefined,
  };
  const question = await questionOf('2026-03-01', '2026-03-31', 'all');
  const invocation = { version: '0', command: [], startedAt: '', hash: false };
  const jobs = [
    () => check({ ...request, question, formats: ['csv'], members: [], invocation }, scratch),
    () => explain({ ...request, question, member: 'Patient/x' }),
    () => explainFinding({ ...request, question, clause: 'CPS-ST-2', subject: 'Practitioner/x' }),
    () => assess({ ...request, question, asked: { from: '2026-03-01', to: '2026-03-31', asOf: undefined } }),
    // the period of the data is asked for
    () => assess({ ...request, question, asked: { from: undefined, to: undefined, asOf: undefined } }),
  ];
  for (const job of jobs) await expect(job()).rejects.toThrow(Analysed);
});

test('Spark takes every text', () => {
  expect(analyser.faults).toEqual([]);
});

test('and each SQL text of the project was among them', () => {
  const texts = filesBelow('src', '.sql').map(({ path }) => path);
  expect(texts.filter((path) => !path.endsWith('/prelude.sql') && !analyser.files.has(path))).toEqual([]);
});

test('it sees a column that there isn’t, and says where', async () => {
  const sql = 'select 1 as one\nfrom run\nwhere no_such_column = 1';
  const error: unknown = await session?.request('outline', { name: '_last', sql }).catch((caught: unknown) => caught);
  expect(faultOf('src/x.sql', error, sql).message).toMatch(/^src\/x\.sql:3: \[UNRESOLVED_COLUMN/);
});
