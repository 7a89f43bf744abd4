import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadFoundation, loadSpecifications } from '../../src/engine/knowledge.ts';
import { ALL_SATISFIED } from '../../src/engine/lanes.ts';
import type { Clause } from '../../src/engine/specification.ts';

const [foundation, specifications] = await Promise.all([loadFoundation(), loadSpecifications([])]);
const clauses = specifications.flatMap((specification) => [...specification.clauses.values()]);
/** Reasons of rules that gate some case rate; satisfied days say only that all gates are. */
const gatingReasons = new Set(
  specifications
    .flatMap(({ gates }) => gates)
    .flatMap(({ rule }) => Object.entries(foundation.rules.get(rule ?? '')?.reasons ?? {}))
    .flatMap(([reason, { outcome }]) => (outcome === 'satisfied' ? [] : [reason])),
);

type Way = Pick<Clause, 'id' | 'rule' | 'all-of' | 'any-of' | 'each' | 'part-of' | 'not-automated'>;

/** What leaves it open how a clause is decided. */
function undecided(clause: Way, rules: ReadonlySet<string>, all: ReadonlySet<string>): string[] {
  const { id, rule, 'all-of': parts, 'any-of': any, each, 'part-of': whole, 'not-automated': reason } = clause;
  if (rule !== undefined) return rules.has(rule) ? [] : [`${id}: there is no rule ${rule}`];
  const others = [...(parts ?? any ?? []), ...[each, whole].flat().filter((other) => other !== undefined)];
  if (others.length > 0) return others.filter((other) => !all.has(other)).map((other) => `${id}: there is no ${other}`);
  return reason === undefined || reason.split(': ').slice(1).join(': ').trim() === ''
    ? [`${id}: bind a rule, combine clauses, or say under not-automated why it is none of our checks`]
    : [];
}

test('every clause binds a rule, a combination or a reason', () => {
  expect(clauses.length).toBeGreaterThan(0);
  const [rules, ids] = [new Set(foundation.rules.keys()), new Set(clauses.map(({ id }) => id))];
  expect(clauses.flatMap((clause) => undecided(clause, rules, ids))).toEqual([]);
});

test('reasons.yaml has every reason of the rules that gate, and no other', () => {
  expect(gatingReasons.size).toBeGreaterThan(0);
  const listed = foundation.reasonOrder.filter(
    (reason) => reason !== ALL_SATISFIED && reason !== 'episode-dates-unknown',
  );
  expect(
    [...gatingReasons].filter((reason) => !listed.includes(reason)),
    'add it to src/rules/reasons.yaml',
  ).toEqual([]);
  expect(
    listed.filter((reason) => !gatingReasons.has(reason)),
    'no gate gives it; take it off reasons.yaml',
  ).toEqual([]);
});

/** Reasons of the table of outputs.md, read row by row. */
function tabled(markdown: string): string[] {
  const rows = markdown.split('\n').filter((line) => /^\| (satisfied|not-satisfied|insufficient-data) \|/.test(line));
  return rows.flatMap((row) => [...row.matchAll(/`([a-z-]+)`/g)].map(([, reason]) => reason ?? ''));
}

const outputs = join(import.meta.dirname, '../../../shared/outputs.md');
const present = existsSync(outputs);
if (!present) console.warn('skipped: ../shared/outputs.md is not here, so nothing to compare the reasons with');

test.skipIf(!present)(
  'reasons.yaml ranks reasons as the table of outputs.md does (skipped where that is not here)',
  () => {
    expect(foundation.reasonOrder).toEqual(tabled(readFileSync(outputs, 'utf8')));
  },
);

describe('the checks see', () => {
  const [rules, ids] = [new Set(['some-rule']), new Set(['A-1'])];

  test.each<[string, Way]>([
    ['a clause that says nothing', { id: 'X' }],
    ['a rule that is not there', { id: 'X', rule: 'other-rule' }],
    ['a clause that is not there', { id: 'X', 'all-of': ['A-1', 'A-2'] }],
    ['an empty reason', { id: 'X', 'not-automated': 'later: ' }],
    ['an empty combination', { id: 'X', 'all-of': [] }],
  ])('%s', (_, clause) => {
    expect(undecided(clause, rules, ids)).toHaveLength(1);
  });

  test.each<[string, Way]>([
    ['a rule', { id: 'X', rule: 'some-rule' }],
    ['a combination', { id: 'X', 'all-of': ['A-1'] }],
    ['a reason', { id: 'X', 'not-automated': 'principle: A value, not a fact.' }],
  ])('and let pass %s', (_, clause) => {
    expect(undecided(clause, rules, ids)).toEqual([]);
  });

  test('the reasons of a table', () => {
    expect(tabled('| outcome | reason |\n|---|---|\n| not-satisfied | `a` (5a) · `b-c` |\n| x | `d` |\n')).toEqual([
      'a',
      'b-c',
    ]);
  });
});
