import type { ResultRow, Statement } from '../../src/sql/runner.ts';
import type { withDatabase } from '../../src/sql/duckdb/runner.ts';
import { inputSql, rowsOf } from '../../src/sql/duckdb/relations.ts';
import { neededStatements } from '../../src/sql/needed.ts';
import type { Mutant } from './mutants.ts';
import type { Stage } from './stage.ts';

type Connection = Parameters<Parameters<typeof withDatabase>[2]>[0];

/** A statement with those that only set its scene: `binding` is made anew for each rule. */
interface Step {
  readonly before: readonly Statement[];
  readonly statement: Statement;
  readonly reads: readonly string[];
}

/**
 * Stages as they stand after a run, each in a schema of one database, so that a mutant need only compute what it changes: its own
 * statement, those that read a relation that came out otherwise, and so on.
 */
export class Replay {
  readonly #connection: Connection;
  readonly #stage: Stage;
  readonly #schema: string;
  readonly #steps: readonly Step[];
  /** Cases that fail without any mutant: they prove nothing. */
  #failing: ReadonlySet<string> = new Set();

  private constructor(connection: Connection, stage: Stage, schema: string) {
    this.#connection = connection;
    this.#stage = stage;
    this.#schema = schema;
    this.#steps = stepsOf(stage);
  }

  static async of(connection: Connection, stage: Stage, number: number): Promise<Replay> {
    const replay = new Replay(connection, stage, `stage_${number}`);
    await connection.run(`create schema ${replay.#schema}`);
    await replay.#enter(replay.#schema);
    for (const input of stage.inputs) await connection.run(inputSql(input));
    for (const step of replay.#steps) await replay.#compute(step, step.statement.sql);
    replay.#failing = new Set(stage.contradicted(await replay.#results()));
    return replay;
  }

  get failing(): readonly string[] {
    return [...this.#failing];
  }

  /** A case that fails under the mutant and not without it; null if there is none. */
  async killer(mutant: Mutant): Promise<string | null> {
    const at = this.#steps.findIndex(({ statement }) => statement.file === mutant.file);
    const [step, ...after] = this.#steps.slice(at < 0 ? this.#steps.length : at);
    if (step === undefined) return null;
    await this.#connection.run('drop schema if exists mutated cascade; create schema mutated');
    await this.#enter(`mutated,${this.#schema}`);
    try {
      await this.#compute(step, mutant.sql);
    } catch {
      return 'it does not run';
    }
    const changed = new Set<string>();
    if (await this.#differs(step)) changed.add(step.statement.name);
    for (const next of after) {
      // a text of the engine may run once for each level of clauses
      const isMutated = next.statement.file === mutant.file;
      if (!isMutated && !next.reads.some((name) => changed.has(name))) continue;
      await this.#compute(next, isMutated ? mutant.sql : next.statement.sql);
      if (await this.#differs(next)) changed.add(next.statement.name);
    }
    if (!this.#stage.results.some(({ reads }) => reads.some((name) => changed.has(name)))) return null;
    return this.#stage.contradicted(await this.#results()).find((title) => !this.#failing.has(title)) ?? null;
  }

  async #enter(schemas: string): Promise<void> {
    await this.#connection.run(`set search_path = '${schemas},main'`);
  }

  async #compute({ before, statement }: Step, sql: string): Promise<void> {
    for (const scene of before) await this.#connection.run(`create or replace view ${scene.name} as ${scene.sql}`);
    await this.#connection.run(`create or replace ${statement.as} ${statement.name} as ${sql}`);
  }

  async #differs({ statement: { name } }: Step): Promise<boolean> {
    const [is, was] = [`mutated.${name}`, `${this.#schema}.${name}`];
    const more = (one: string, other: string): string => `exists (from ${one} except all from ${other})`;
    const [row] = await rowsOf(this.#connection, `select ${more(is, was)} or ${more(was, is)} as differs`);
    return row?.['differs'] === true;
  }

  async #results(): Promise<Record<string, readonly ResultRow[]>> {
    const results: Record<string, readonly ResultRow[]> = {};
    for (const { name, sql } of this.#stage.results) results[name] = await rowsOf(this.#connection, sql);
    return results;
  }
}

function stepsOf({ statements, results }: Stage): Step[] {
  const used = neededStatements({ statements, outputs: [], results });
  const steps: Step[] = [];
  let before: Statement[] = [];
  for (const [index, statement] of used.entries()) {
    // of two statements of one text the first sets the scene
    if (statement.file === used[index + 1]?.file) {
      before.push(statement);
      continue;
    }
    const scene = new Set(before.map(({ name }) => name));
    const reads = [...before, statement].flatMap((one) => one.reads).filter((name) => !scene.has(name));
    steps.push({ before, statement, reads });
    before = [];
  }
  return steps;
}
