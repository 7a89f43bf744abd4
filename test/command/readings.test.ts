/** `check --readings`: how many days each other reading changes, of the case rate and of what other clauses say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, coded, member, sourceOf } from './story.ts';
import type { Resource } from './story.ts';
import { rowsOf } from './tables.ts';

const at = workshop();
const SPECIFICATION = 'molina-cps';
/** The clause that gates the rate, and its gates: readings of them count on days of the rate alone. */
const OF_RATE = new Set(['CPS-CS-5-lead2', 'CPS-CS-5a', 'CPS-CS-5b-2', 'CPS-PR-5a']);

type Row = Readonly<Record<string, string>>;

async function check(source: string, out: string, more: readonly string[]): Promise<void> {
  const asked = ['--from', '2026-03-01', '--to', '2026-03-31', '--specification', SPECIFICATION];
  const { code } = await peerbridge(['check', source, ...asked, ...more, '--out', at(out)]);
  expect(code).toBe(0);
}

function table(out: string, name: string): Row[] {
  return rowsOf(readFileSync(at(out, name), 'utf8'));
}

function daysOf({ start_date = '', end_date = '' }: Row): string[] {
  const days: string[] = [];
  for (let day = Date.parse(start_date); day <= Date.parse(end_date); day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

/** What each clause says of each subject on each day, `rate` among them: `clause subject provider day` → outcome. */
function saidIn(out: string): Map<string, string> {
  const rate = table(out, 'case-rate.csv').map((row): Row => ({
    ...row,
    clause: 'rate',
    subject: row['member'] ?? '',
  }));
  const findings = table(out, 'findings.csv').filter(
    ({ clause = '', subject }) => subject !== '' && !OF_RATE.has(clause),
  );
  return new Map(
    [...rate, ...findings].flatMap((row) =>
      daysOf(row).map((day): [string, string] => [
        `${row['clause'] ?? ''} ${row['subject'] ?? ''} ${row['provider'] ?? ''} ${day}`,
        row['outcome'] ?? '',
      ]),
    ),
  );
}

/** `from to days subjects` of two runs, counted day by day: a day of a subject once, however many clauses change so. */
function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const days = new Map<string, Set<string>>();
  for (const [key, outcome] of before) {
    const other = after.get(key) ?? '';
    if (other === outcome) continue;
    const change = `${outcome} ${other}`;
    const known = days.get(change) ?? new Set();
    days.set(change, known.add(key.slice(key.indexOf(' ') + 1)));
  }
  return [...days]
    .map(([change, own]) => `${change} ${own.size} ${new Set([...own].map((day) => day.split(' ')[0])).size}`)
    .sort();
}

function rowsFor(out: string, parameter: string, value: string): string[] {
  return table(out, 'readings.csv')
    .filter((row) => row['parameter'] === parameter && row['value'] === value)
    .map(({ from_outcome, to_outcome, member_days, members }) =>
      [from_outcome, to_outcome, member_days, members].join(' '),
    )
    .sort();
}

/** On its way to the credential since 10 March. */
const WORKER: Resource[] = [
  {
    resourceType: 'Practitioner',
    id: 'rowan',
    qualification: [
      { code: coded('qualification', 'cps-training'), period: { start: '2020-01-05' } },
      { code: coded('qualification', 'cps-credential-in-progress'), period: { start: '2026-03-10' } },
    ],
  },
  {
    resourceType: 'PractitionerRole',
    id: 'rowan-role',
    practitioner: { reference: 'Practitioner/rowan' },
    organization: { reference: 'Organization/center' },
    code: [coded('worker-role', 'certified-peer-specialist')],
    period: { start: '2026-01-01' },
  },
];

describe('of a worker', () => {
  beforeAll(async () => {
    sourceOf(at('source'), [CENTER, ...WORKER, ...member('ash', ['2026-03-02'])]);
    await check(at('source'), 'worker', ['--readings', '--clauses', 'CPS-ST-4']);
  });

  test('days count as those of a member do', () => {
    // from the 10th through the 31st: who is on the way to the credential doesn't hold it
    expect(rowsFor('worker', 'cps.credential.allowInProgress', 'false')).toEqual(['satisfied not-satisfied 22 1']);
  });

  test('clauses that were not asked for have no row', async () => {
    await check(at('source'), 'rate', ['--readings', '--clauses', 'case-rate']);
    expect(rowsFor('rate', 'cps.credential.allowInProgress', 'false')).toEqual([]);
    expect(rowsFor('rate', 'window.boundary', 'n-days-elapsed')).toEqual(
      rowsFor('worker', 'window.boundary', 'n-days-elapsed'),
    );
  });
});

describe('of the small center, each row is what two runs with --set show day by day:', () => {
  const CENTER_SOURCE = join(import.meta.dirname, '../../examples/small-center/fhir');
  beforeAll(async () => {
    await check(CENTER_SOURCE, 'all', ['--readings']);
  });

  test.each([
    ['referral.requireReason', 'false', 'a clause and those that it is part of'],
    ['episode.endInclusive', 'false', 'the rate and clauses at once; days that are not listed'],
    ['window.boundary', 'n-days-elapsed', 'a gate of the rate'],
  ])('%s=%s, %s', async (parameter, value) => {
    const out = `set-${parameter}`;
    await check(CENTER_SOURCE, out, ['--set', `${parameter}=${value}`]);
    const expected = differences(saidIn('all'), saidIn(out));
    expect(expected.length).toBeGreaterThan(0);
    expect(rowsFor('all', parameter, value)).toEqual(expected);
  });
});
