/** Two editions of one contract: Coverage chooses the payer, dates the edition, both in mid-month. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import { CONTRACT } from './contract.ts';
import { folderWith, workshop } from './folders.ts';
import type { Contents } from './folders.ts';
import { CENTER, coded, member, sourceOf } from './story.ts';
import type { Resource } from './story.ts';
import { rowsOf, spansOf } from './tables.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31', '--no-readings'];
const ANOTHER = join(import.meta.dirname, '../../examples/another-payer');

/** The contract of fourteen days, and its second edition, of seven, from 16 March on. Their clauses have the same ids. */
const FIRST = { ...CONTRACT, 'specification.yaml': head('third-payer', '2025-07-01', '') };
const SECOND = {
  ...CONTRACT,
  'specification.yaml': head('third-payer-2', '2026-03-16', 'edition-of: third-payer\n'),
  'clauses/rate.yaml': CONTRACT['clauses/rate.yaml'].replace('window-days: 14', 'window-days: 7'),
  'parameters.yaml': CONTRACT['parameters.yaml'].replace('window-days: 15', 'window-days: 8'),
};

function head(id: string, from: string, more: string): string {
  return CONTRACT['specification.yaml']
    .replace('id: third-payer', `${more}id: ${id}`)
    .replace('from: 2025-07-01', `from: ${from}`)
    .replace('payers: []', 'payers: [urn:example:payer|third]');
}

/** A folder of contracts, each in a folder of its own; gives its path. */
function contracts(name: string, editions: Readonly<Record<string, Contents>>): string {
  const files: Record<string, string | Uint8Array> = {};
  for (const [folder, own] of Object.entries(editions))
    for (const [file, text] of Object.entries(own)) files[`${folder}/${file}`] = text;
  return folderWith(at(name), files);
}

function payer(id: string, value: string): Resource {
  return { resourceType: 'Organization', id, identifier: [{ system: 'urn:example:payer', value }] };
}

function coverage(id: string, who: string, payor: string, period: object): Resource {
  return {
    resourceType: 'Coverage',
    id,
    status: 'active',
    beneficiary: { reference: `Patient/${who}` },
    payor: [{ reference: `Organization/${payor}` }],
    period,
  };
}

const SEEN = ['2026-03-02', '2026-03-18'];
const PEOPLE: Resource[] = [
  CENTER,
  payer('third', 'third'),
  payer('fernbrook', 'fernbrook'),
  ...['ash', 'birch', 'cedar'].flatMap((id) => member(id, SEEN, 'prc')),
  // of whom nothing but a claim is known
  {
    resourceType: 'Claim',
    id: 'dill-1',
    status: 'active',
    use: 'claim',
    patient: { reference: 'Patient/dill' },
    provider: { reference: 'Organization/center' },
    created: '2026-03-31',
    item: [
      {
        sequence: 1,
        productOrService: coded('peer-service', 'prc'),
        servicedPeriod: { start: '2026-03-14', end: '2026-03-17' },
      },
    ],
  },
  coverage('ash-1', 'ash', 'third', { start: '2026-01-01' }),
  // changes the payer with 21 March
  coverage('birch-1', 'birch', 'third', { start: '2026-01-01', end: '2026-03-20' }),
  coverage('birch-2', 'birch', 'fernbrook', { start: '2026-03-21' }),
];

let home = '';
async function check(out: string, more: readonly string[]): Promise<void> {
  const asked = ['check', at('source'), ...MARCH, '--specifications', home, '--specifications', ANOTHER, ...more];
  const { code, stderr } = await peerbridge([...asked, '--out', at(out)]);
  expect([code, stderr.includes('peerbridge:')]).toEqual([0, false]);
}

function daysOf(out: string, who: string): string[] {
  return spansOf(at(out))
    .filter(({ member: one }) => one === `Patient/${who}`)
    .map((row) => `${row.specification} ${row.start_date.slice(5)} .. ${row.end_date.slice(5)} ${row.outcome}`);
}

beforeAll(async () => {
  sourceOf(at('source'), PEOPLE);
  home = contracts('contracts', { one: FIRST, two: SECOND });
  await check('out', []);
  await check('asked', ['--specification', 'third-payer']);
});

describe('the edition that holds on a day judges it', () => {
  const BY_EDITION = [
    'third-payer 03-01 .. 03-01 not-satisfied',
    'third-payer 03-02 .. 03-15 satisfied',
    'third-payer-2 03-16 .. 03-17 not-satisfied',
    'third-payer-2 03-18 .. 03-24 satisfied',
    'third-payer-2 03-25 .. 03-31 not-satisfied',
  ];

  test('of a member whom Coverage gives to the payer', () => {
    expect(daysOf('out', 'ash')).toEqual(BY_EDITION);
  });

  test('until the payer changes, in mid-month', () => {
    expect(daysOf('out', 'birch')).toEqual([
      // fourteen days, in person: the contact of the 18th carries them
      'fernbrook-prc 03-21 .. 03-31 satisfied',
      ...BY_EDITION.slice(0, 3),
      'third-payer-2 03-18 .. 03-20 satisfied',
    ]);
  });

  test('of a member without Coverage, whom every contract of the service judges', () => {
    expect(daysOf('out', 'cedar').filter((row) => row.startsWith('third-payer'))).toEqual(BY_EDITION);
  });

  test('where the contract is asked for by its name', () => {
    for (const who of ['ash', 'birch', 'cedar']) expect(daysOf('asked', who)).toEqual(BY_EDITION);
  });

  test('in findings, too, also of clauses with the same id', () => {
    const found = rowsOf(readFileSync(at('out', 'findings.csv'), 'utf8'))
      .filter(({ clause, subject }) => clause === 'TP-RA-2' && subject === 'Patient/ash')
      .map((row) =>
        [row['specification'], row['start_date']?.slice(5), '..', row['end_date']?.slice(5), row['outcome']].join(' '),
      );
    expect(found).toEqual(BY_EDITION);
  });

  test('with an edition its days end: no next contact is due by it, and none lapses', () => {
    const last = rowsOf(readFileSync(at('out', 'case-rate.csv'), 'utf8')).filter(
      ({ member: one, specification }) => one === 'Patient/ash' && specification === 'third-payer',
    );
    expect(last.map(({ eligible_through, next_contact_due }) => [eligible_through, next_contact_due])).toEqual([
      ['', ''],
      ['2026-03-15', ''],
    ]);
  });
});

test('a day that is billed and listed by none is told by the edition of the day', () => {
  const billed = rowsOf(readFileSync(at('out', 'billing.csv'), 'utf8')).filter(
    ({ member: one, specification }) => one === 'Patient/dill' && specification?.startsWith('third-payer'),
  );
  expect(billed.map((row) => [row['specification'], row['start_date'], row['end_date']])).toEqual([
    ['third-payer', '2026-03-14', '2026-03-15'],
    ['third-payer-2', '2026-03-16', '2026-03-17'],
  ]);
});

test('explain tells the edition of the day, with its own window', async () => {
  const explained = async (date: string): Promise<string> => {
    const asked = ['--member', 'ash', '--date', date, '--specifications', home];
    const { code, stdout } = await peerbridge(['explain', at('source'), ...asked]);
    expect(code).toBe(0);
    return stdout;
  };
  const [before, after] = [await explained('2026-03-15'), await explained('2026-03-16')];
  expect(before).toMatch(/third-payer(?!-2)/);
  expect(before).toContain('Encounter/ash-1');
  expect(before).not.toContain('third-payer-2');
  expect(after).toContain('third-payer-2');
  expect(after).toContain('not-satisfied');
});

test('a contract says from when to when it holds', async () => {
  const { stdout } = await peerbridge(['specifications', '--specifications', home]);
  expect(stdout).toContain('from 2025-07-01 through 2026-03-15');
  expect(stdout).toContain('from 2026-03-16, an edition of third-payer');
});

test.each([
  ['begin on one day', head('third-payer-2', '2025-07-01', 'edition-of: third-payer\n'), '2025-07-01'],
  ['overlap', head('third-payer-0', '2025-01-01', 'edition-of: third-payer\nuntil: 2025-07-01\n'), '2025-07-01'],
])('two editions that %s are refused', async (_, other, day) => {
  const wrong = contracts(`wrong-${day}-${String(other.length)}`, {
    one: FIRST,
    two: { ...SECOND, 'specification.yaml': other },
  });
  const { code, stderr } = await peerbridge(['specifications', '--specifications', wrong]);
  expect(code).toBe(2);
  expect(stderr).toContain(`both hold on ${day}`);
});
