import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadFoundation } from '../engine/knowledge.ts';
import { relationColumns } from '../rules/case-run.ts';
import { duckdbRunner } from '../sql/duckdb/runner.ts';
import { casedRelations, readRelationCases, resultOf, shownRows, statementOf } from './relation-case.ts';

const scratch = mkdtempSync(join(tmpdir(), 'relation-cases-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const foundation = await loadFoundation();
const runner = duckdbRunner();
const cased = new Set((await casedRelations()).map(({ name }) => name));
const texts = [...foundation.evidence, ...foundation.overlay].filter(({ name }) => cased.has(name));
const columns = await relationColumns([...cased, ...texts.flatMap(({ reads }) => reads)], foundation, runner, scratch);
const cases = await readRelationCases(foundation, columns);

test.each(cases)('$title', async (one) => {
  const job = {
    inputs: one.inputs,
    resources: [],
    statements: [statementOf(one)],
    outputs: [],
    results: [resultOf(one)],
    scratch,
  };
  const report = await runner.run(job, () => undefined);
  expect(report.state === 'done' ? shownRows(report.results['rows'] ?? []) : report).toEqual(shownRows(one.expected));
});
