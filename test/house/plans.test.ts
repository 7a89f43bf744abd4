import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { loadFoundation, loadSpecifications, readTexts } from '../../src/engine/knowledge.ts';
import { planRun } from '../../src/engine/plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { openSource } from '../../src/lake/source.ts';
import { issueRelation, shownMembers } from '../../src/report/judge.ts';
import { duckdb } from '../../src/sql/duckdb/dialect.ts';
import { inputSql } from '../../src/sql/duckdb/relations.ts';
import { withDatabase } from '../../src/sql/duckdb/runner.ts';
import { sourceSql } from '../../src/sql/duckdb/source.ts';

const scratch = mkdtempSync(join(tmpdir(), 'peerbridge-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** A step of DuckDB's physical plan. */
interface Step {
  readonly name: string;
  readonly extra_info: { readonly 'Join Type'?: unknown };
  readonly children: readonly Step[];
}

const step: z.ZodType<Step> = z.lazy(() =>
  z.object({ name: z.string(), extra_info: z.looseObject({}), children: z.array(step) }),
);
const explained = z.tuple([z.tuple([z.string(), z.string()])]);

// An inner join without a key may have one row on one side, as the run and a clause's parameters have. An outer one has the rows of
// two relations: an ON with a condition on one side alone took 115 of 120 seconds of a run over 400,000 contacts.
test('no statement joins two relations row by row', async () => {
  const plans = await plansOf(await wholePlan());
  expect(plans.size).toBeGreaterThan(100);
  expect([...plans].flatMap(([name, plan]) => plan.filter(isRowByRow).map(() => name))).toEqual([]);
});

/** All that a run with every clause and reading computes over the small center. */
async function wholePlan(): Promise<Plan> {
  const source = await openSource(join(import.meta.dirname, '../../examples/small-center'), scratch);
  const specifications = (await loadSpecifications([])).map((specification) => ({
    specification,
    chosen: new Map<string, string>(),
  }));
  const period = {
    from: '2026-01-01',
    to: '2026-03-31',
    asOf: '2026-03-31',
    timeZone: 'America/New_York',
    byCoverage: true,
  };
  return planRun(
    await loadFoundation(),
    { ...period, specifications, readings: 'all' },
    { files: source.files, gaps: [] },
    { texts: await readTexts('report/sql/'), inputs: [issueRelation([]), shownMembers([])] },
  );
}

/** The steps of each table's plan, by its name. */
async function plansOf({ inputs, resources, statements }: Plan): Promise<Map<string, Step[]>> {
  const plans = new Map<string, Step[]>();
  await withDatabase(scratch, {}, async (connection) => {
    for (const input of inputs) await connection.run(inputSql(input));
    for (const { view, files } of resources) {
      const source = await sourceSql(connection, view.resource, view.shape, files);
      await connection.run(`create table "${view.name}" as ${view.sql(duckdb, source)}`);
    }
    for (const { name, as, sql } of statements) {
      if (as === 'table') plans.set(name, await planOf(connection, sql));
      await connection.run(`create or replace ${as === 'view' ? 'temporary view' : 'table'} "${name}" as ${sql}`);
    }
  });
  return plans;
}

async function planOf(connection: DuckDBConnection, sql: string): Promise<Step[]> {
  const [[, plan]] = explained.parse((await connection.runAndReadAll(`explain (format json) ${sql}`)).getRowsJS());
  return z.array(step).parse(JSON.parse(plan)).flatMap(withChildren);
}

function withChildren(one: Step): Step[] {
  return [one, ...one.children.flatMap(withChildren)];
}

function isRowByRow({ name, extra_info: { 'Join Type': type } }: Step): boolean {
  return /^(NESTED_LOOP|BLOCKWISE_NL)_JOIN/.test(name) && type !== 'INNER';
}
