import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadFoundation } from '../engine/knowledge.ts';
import { relationColumns } from '../rules/case-run.ts';
import { duckdbRunner } from '../sql/duckdb/runner.ts';
import { engines } from '../../test/engines.ts';
import { readableRelations, readRelationCases, resultOf, shownRows, statementsOf } from './relation-case.ts';

const scratch = mkdtempSync(join(tmpdir(), 'relation-cases-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const foundation = await loadFoundation();
const columns = await relationColumns(readableRelations(foundation), foundation, duckdbRunner(), scratch);
const cases = await readRelationCases(foundation, columns);

describe.each(engines)('on $name', ({ runner }) => {
  test.each(cases)('$title', async (one) => {
    const job = {
      inputs: one.inputs,
      resources: [],
      statements: statementsOf(one),
      outputs: [],
      results: [resultOf(one)],
      scratch,
    };
    const report = await runner.run(job, () => undefined);
    expect(report.state === 'done' ? shownRows(report.results['rows'] ?? []) : report).toEqual(shownRows(one.expected));
  });
});
