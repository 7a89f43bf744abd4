/** Every name of the prelude, on every engine, against a table: null and empty, partial dates, days on which clocks change. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ResultRow } from '../../src/sql/runner.ts';
import { engines } from '../engines.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const tableSchema = z.record(z.string(), z.array(z.strictObject({ call: z.string(), gives: cell })).min(1));
const table = tableSchema.parse(parse(readFileSync(new URL('prelude.yaml', import.meta.url), 'utf8')));
const cases = Object.entries(table).flatMap(([name, rows]) => rows.map((row) => ({ name, ...row })));

/** What a call may read. Three texts, so that nothing is folded to a constant. */
const LINES = {
  name: 'lines',
  columns: [{ name: 's', type: 'text' }] as const,
  rows: [['a b'], ['b'], ['c']],
};

const scratch = mkdtempSync(join(tmpdir(), 'prelude-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

test('every name has cases', () => {
  const text = readFileSync(new URL('../../src/sql/duckdb/prelude.sql', import.meta.url), 'utf8');
  const names = [...text.matchAll(/macro (\w+)\(/g)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => table[name] === undefined)).toEqual([]);
});

describe.each(engines)('on $name', ({ runner }) => {
  let found: Readonly<Record<string, readonly ResultRow[]>> = {};
  beforeAll(async () => {
    const results = cases.map(({ call }) => ({ name: call, sql: `select ${call} as value`, reads: ['lines'] }));
    const report = await runner.run(
      { inputs: [LINES], resources: [], statements: [], outputs: [], results, scratch },
      () => undefined,
    );
    found = report.state === 'done' ? report.results : {};
  });

  test.each(cases)('$call', ({ call, gives }) => {
    expect(found[call]?.[0]?.['value'] ?? null).toEqual(gives);
  });
});
