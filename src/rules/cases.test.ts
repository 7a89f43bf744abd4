import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCases, shownVerdict } from './case-file.ts';
import type { RuleCase, Verdict } from './case-file.ts';
import { evidenceColumns, judgeCases } from './case-run.ts';
import { loadFoundation } from '../engine/knowledge.ts';
import { duckdbRunner } from '../sql/duckdb/runner.ts';
import { engines } from '../../test/engines.ts';

const foundation = await loadFoundation();
const rules = await Promise.all(
  [...foundation.rules.values()].map(async (rule) => ({
    rule,
    cases: await readCases(rule, new URL(`${rule.rule}/`, import.meta.url)),
  })),
);
const scratch = mkdtempSync(join(tmpdir(), 'rule-cases-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

test('there are rules', () => {
  expect(rules.length).toBeGreaterThan(0);
});

describe.each(engines)('on $name', ({ runner }) => {
  let judged: ReadonlyMap<RuleCase, readonly Verdict[]>;
  beforeAll(async () => {
    const columns = await evidenceColumns(foundation, duckdbRunner(), scratch);
    const cases = rules.flatMap((one) => one.cases);
    judged = await judgeCases(cases, foundation, columns, runner, scratch);
  }, 240_000);

  describe.each(rules)('$rule.rule', ({ cases }) => {
    test.each(cases)('$title', (one) => {
      expect(judged.get(one)?.map(shownVerdict)).toEqual(one.expected.map(shownVerdict));
    });
  });
});

describe.each(rules)('$rule.rule', ({ rule, cases }) => {
  test.each(Object.keys(rule.reasons))('some case gives %s', (reason) => {
    expect(cases.flatMap(({ expected }) => expected).map((verdict) => verdict.reason)).toContain(reason);
  });
});
