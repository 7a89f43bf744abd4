import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generated, NAMES, resourcesOf } from '../../test/generated.ts';
import type { CsvRow } from '../../test/generated.ts';
import { judge } from '../../test/world.ts';
import { loadSpecifications } from '../engine/knowledge.ts';
import { accountsOf } from './account.ts';
import { Answers, spansOf } from './answers.ts';
import type { Names } from './answers.ts';
import { dateOf, dayOf } from './calendar.ts';
import { catchmentOf } from './catchment.ts';
import type { Service } from './codes.ts';
import { storyOf } from './member.ts';
import { NO, OPEN, YES } from './truth.ts';
import type { Truth } from './truth.ts';

const DAY_LIST = /^\d{4}-\d{2}-\d{2}$/;

describe('answers are what a check finds', () => {
  test.each([
    [1, '2026-01-01', '2026-06-30'],
    // clocks go back in it
    [2, '2025-10-15', '2026-01-20'],
    // short, so that much is not yet due
    [3, '2026-03-02', '2026-03-15'],
  ])('seed %i, %s to %s', async (seed, from, to) => {
    const names = { ...NAMES, specifications: { cps: await idsOf('cps'), prc: await idsOf('prc') } };
    const data = await generated({ members: 200, seed, from, to, names });
    const { spans, issues } = await judge({
      resources: resourcesOf(data),
      complete: ['Communication', 'OrganizationAffiliation'],
      from,
      to,
      readings: 'none',
    });
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    const found = spans.map(({ specification, member, provider, start_date, end_date, outcome }) => {
      return { specification, member, provider, start_date, end_date, outcome };
    });
    expect(data.answers).toEqual(joined(found));
  });
});

describe('answers', () => {
  test('cover each day of each episode in the period exactly once, in order, in maximal spans', async () => {
    const { answers, rowsOf } = await generated({ members: 600, seed: 5 });
    const [from, to] = ['2026-01-01', '2026-06-30'];
    const expected = new Set<string>();
    for (const row of rowsOf('episodes')) {
      if (!['active', 'onhold', 'finished'].includes(row['status'] ?? '')) continue;
      const [first, end] = [row['start'] ?? '', row['end'] === '' ? to : (row['end'] ?? '')];
      for (const date of datesFrom(first < from ? from : first, end > to ? to : end))
        expected.add(
          `spec-${(row['service'] ?? '').toLowerCase()} ${row['member_id'] ?? ''} ${row['provider_id'] ?? ''} ${date}`,
        );
    }
    const covered = answers.flatMap((row) =>
      datesFrom(row['start_date'] ?? '', row['end_date'] ?? '').map(
        (date) => `${row['specification'] ?? ''} ${nameOf(row['member'])} ${nameOf(row['provider'])} ${date}`,
      ),
    );
    expect(covered.length).toBe(new Set(covered).size);
    expect(new Set(covered)).toEqual(expected);
    expect(joined(answers)).toEqual(answers);
    expect(answers).toEqual([...answers].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
  });

  test('hold every outcome of both services, and more than 5,000 days, of 150 members in six months', async () => {
    const { answers } = await generated({});
    const kinds = new Set(answers.map((row) => `${row['specification'] ?? ''} ${row['outcome'] ?? ''}`));
    expect([...kinds].sort()).toEqual(
      ['spec-cps', 'spec-prc'].flatMap((specification) =>
        ['insufficient-data', 'not-satisfied', 'satisfied'].map((outcome) => `${specification} ${outcome}`),
      ),
    );
    const days = answers.flatMap((row) => datesFrom(row['start_date'] ?? '', row['end_date'] ?? ''));
    expect(days.every((date) => DAY_LIST.test(date))).toBe(true);
    expect(days.length).toBeGreaterThan(5000);
  });

  test('are the same whether they were sorted at once or in runs', async () => {
    // more runs than are merged at once
    const [whole, inRuns] = [await answersOf(100_000), await answersOf(1)];
    expect(whole.split('\n').length).toBeGreaterThan(100);
    expect(inRuns).toBe(whole);
  });
});

describe('spans', () => {
  test('join days in a row of one outcome', () => {
    const days = new Map<number, Truth>([
      [1, YES],
      [2, YES],
      [3, NO],
      [5, NO],
      [6, OPEN],
    ]);
    expect(spansOf(days)).toEqual([
      { first: 1, last: 2, truth: YES },
      { first: 3, last: 3, truth: NO },
      { first: 5, last: 5, truth: NO },
      { first: 6, last: 6, truth: OPEN },
    ]);
  });

  test('of no days are none', () => {
    expect(spansOf(new Map())).toEqual([]);
  });
});

async function answersOf(atOnce: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'answers-'));
  try {
    const period = { from: dayOf('2026-01-01'), to: dayOf('2026-03-31') };
    // references sort otherwise than keys do, as hashes do
    const reference: Names['reference'] = (kind, key) =>
      kind === 'member' ? `Patient/${(Number(key.slice(2)) * 7919) % 1009}` : NAMES.reference(kind, key);
    const answers = new Answers(folder, { ...NAMES, reference }, atOnce);
    const catchment = catchmentOf(1, 1, period);
    for (let member = 1; member <= 40; member++) {
      const story = storyOf(1, member, catchment, period);
      answers.add(story.key, accountsOf(story, period));
      await answers.settle();
    }
    await answers.write(join(folder, 'answers.csv'));
    return readFileSync(join(folder, 'answers.csv'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function idsOf(service: Service): Promise<string[]> {
  return (await loadSpecifications([])).filter(({ services }) => services.includes(service)).map(({ id }) => id);
}

/** Spans that follow each other with the same outcome become one: a check also parts them by reason. */
function joined(rows: readonly CsvRow[]): CsvRow[] {
  const spans: CsvRow[] = [];
  for (const row of rows) {
    const before = spans.at(-1);
    const follows =
      before !== undefined &&
      ['specification', 'member', 'provider', 'outcome'].every((column) => before[column] === row[column]) &&
      dayOf(before['end_date'] ?? '') + 1 === dayOf(row['start_date'] ?? '');
    if (follows) spans[spans.length - 1] = { ...before, end_date: row['end_date'] ?? '' };
    else spans.push(row);
  }
  return spans;
}

function keyOf(row: CsvRow): string {
  return ['specification', 'member', 'provider', 'start_date'].map((column) => row[column] ?? '').join('\u0000');
}

function nameOf(reference: string | undefined): string {
  return reference?.split('/')[1] ?? '';
}

function datesFrom(first: string, last: string): string[] {
  const [from, to] = [dayOf(first), dayOf(last)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => dateOf(from + index));
}
