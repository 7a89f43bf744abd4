import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, coded, contact, member, sourceOf } from './story.ts';
import type { Resource, Service } from './story.ts';
import { daysOf, rowsOf } from './tables.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31'];

/** A claim with a line for each of these dates, or spans of dates. */
function claim(id: string, whose: string, service: Service, dates: readonly string[], more: object = {}): Resource {
  return {
    resourceType: 'Claim',
    id,
    status: 'active',
    use: 'claim',
    patient: { reference: `Patient/${whose}` },
    provider: { reference: 'Organization/center' },
    created: '2026-03-31',
    item: dates.map((date, index) => {
      const [start, end] = date.split(' .. ');
      return {
        sequence: index + 1,
        productOrService: coded('peer-service', service),
        ...(end === undefined ? { servicedDate: start } : { servicedPeriod: { start, end } }),
      };
    }),
    ...more,
  };
}

/** Rows of billing.csv of a member: `specification provider start end kind member_days evidence`. */
function billingOf(out: string, whose: string): string[] {
  return rowsOf(readFileSync(at(out, 'billing.csv'), 'utf8'))
    .filter((row) => row['member'] === `Patient/${whose}`)
    .map(({ specification, provider, start_date, end_date, kind, member_days, evidence }) =>
      [specification, provider || 'nobody', start_date, end_date, kind, member_days, evidence]
        .filter((cell) => cell !== '')
        .join(' '),
    );
}

const OF_ORCHARD = { managingOrganization: { reference: 'Organization/orchard' } };

/**
 * Each has a contact on 2 March, so that CPS is billable from 2 to 8 March (seven dates), and PRC to 22 March (twenty-one).
 * What each is named after is what was billed.
 */
const RESOURCES: readonly Resource[] = [
  CENTER,
  { resourceType: 'Organization', id: 'grove', type: CENTER['type'] },
  { resourceType: 'Organization', id: 'orchard', type: CENTER['type'], partOf: { reference: 'Organization/grove' } },
  ...['exactly', 'outside', 'inside', 'twice', 'doubtful', 'unclear', 'stranger'].flatMap((id) =>
    member(id, ['2026-03-02']),
  ),
  ...member('both', ['2026-03-02']),
  claim('c-exactly', 'exactly', 'cps', ['2026-03-02 .. 2026-03-08']),
  claim('c-outside', 'outside', 'cps', ['2026-03-01', '2026-03-02 .. 2026-03-08', '2026-03-09']),
  claim('c-inside', 'inside', 'cps', ['2026-03-03 .. 2026-03-05', '2026-03-07']),
  claim('c-twice', 'twice', 'cps', ['2026-03-02 .. 2026-03-08', '2026-03-04']),
  claim('d-twice', 'twice', 'cps', ['2026-03-08'], { provider: undefined }),
  claim('c-both', 'both', 'cps', ['2026-03-02 .. 2026-03-08']),
  claim('d-both', 'both', 'prc', ['2026-03-08', '2026-03-09']),
  // a contact that may have been one of 9 March leaves a week undecided
  contact('unsure', 'doubtful', '2026-03-09', { class: { code: 'VR' } }),
  claim('c-doubtful', 'doubtful', 'cps', ['2026-03-02 .. 2026-03-09']),
  // no status: it may never have been sent
  claim('c-unclear', 'unclear', 'cps', ['2026-03-02 .. 2026-03-09'], { status: undefined }),
  claim('c-stranger', 'stranger', 'cps', ['2026-03-02 .. 2026-03-08'], {
    provider: { reference: 'Organization/elsewhere' },
  }),
  ...member('branch', ['2026-03-02']).map((one) => ({
    ...one,
    ...(one.resourceType === 'EpisodeOfCare' ? OF_ORCHARD : {}),
    ...(one.resourceType === 'Encounter' ? { serviceProvider: OF_ORCHARD.managingOrganization } : {}),
  })),
  claim('c-branch', 'branch', 'cps', ['2026-03-02 .. 2026-03-08'], { provider: { reference: 'Organization/grove' } }),
  claim('c-nobody', 'nobody', 'cps', ['2026-03-04']),
  ...member('coached', ['2026-03-02'], 'prc'),
];

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  exactly: [],
  outside: [
    'molina-cps Organization/center 2026-03-01 2026-03-01 billed-not-billable 1 Claim/c-outside',
    'molina-cps Organization/center 2026-03-09 2026-03-09 billed-not-billable 1 Claim/c-outside',
  ],
  inside: [
    'molina-cps Organization/center 2026-03-02 2026-03-02 billable-not-billed 1',
    'molina-cps Organization/center 2026-03-06 2026-03-06 billable-not-billed 1',
    'molina-cps Organization/center 2026-03-08 2026-03-08 billable-not-billed 1',
  ],
  // twice by one claim; by two, one of which names no provider
  twice: [
    'molina-cps nobody 2026-03-08 2026-03-08 duplicate 1 Claim/c-twice Claim/d-twice',
    'molina-cps Organization/center 2026-03-04 2026-03-04 duplicate 1 Claim/c-twice',
  ],
  // of 8 March both are billed; PRC isn't billable, for there is no episode of it
  both: [
    'molina-cps Organization/center 2026-03-08 2026-03-08 overlap 1 Claim/c-both Claim/d-both',
    'optum-prc Organization/center 2026-03-08 2026-03-08 overlap 1 Claim/c-both Claim/d-both',
    'optum-prc Organization/center 2026-03-08 2026-03-09 billed-not-billable 2 Claim/d-both',
  ],
  doubtful: ['molina-cps Organization/center 2026-03-09 2026-03-09 billed-undecided 1 Claim/c-doubtful'],
  // neither billed for certain, nor certainly not
  unclear: ['molina-cps Organization/center 2026-03-09 2026-03-09 billed-undecided 1 Claim/c-unclear'],
  stranger: [
    'molina-cps Organization/center 2026-03-02 2026-03-08 billable-not-billed 7',
    'molina-cps Organization/elsewhere 2026-03-02 2026-03-08 billed-not-billable 7 Claim/c-stranger',
  ],
  // an organization bills for its parts
  branch: [],
  nobody: ['molina-cps Organization/center 2026-03-04 2026-03-04 billed-not-billable 1 Claim/c-nobody'],
  coached: ['optum-prc Organization/center 2026-03-02 2026-03-22 billable-not-billed 21'],
};

let printed: string;
beforeAll(async () => {
  const source = sourceOf(at('source'), RESOURCES);
  const { code, stdout } = await peerbridge(['check', source, ...MARCH, '--out', at('out')]);
  expect(code).toBe(0);
  printed = stdout;
});

test('the days are as the table of claims supposes', () => {
  expect(daysOf(at('out'), 'exactly').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    '2026-03-01 2026-03-01 not-satisfied',
    '2026-03-02 2026-03-08 satisfied',
    '2026-03-09 2026-03-09 not-satisfied',
    '2026-03-10 2026-03-31 not-satisfied',
  ]);
});

test.each(Object.entries(EXPECTED))('billed: %s', (whose, rows) => {
  expect(billingOf('out', whose)).toEqual(rows);
});

test('nobody else is named', () => {
  const named = rowsOf(readFileSync(at('out', 'billing.csv'), 'utf8')).map((row) => row['member'] ?? '');
  const expected = Object.entries(EXPECTED).flatMap(([whose, rows]) => rows.map(() => `Patient/${whose}`));
  expect(named.sort()).toEqual(expected.sort());
});

test('summary.json and the text say the member-days of each kind', () => {
  const totals = z
    .looseObject({ billing: z.array(z.unknown()) })
    .parse(JSON.parse(readFileSync(at('out', 'summary.json'), 'utf8'))).billing;
  expect(totals).toEqual([
    {
      specification: 'molina-cps',
      kinds: [
        { kind: 'billable-not-billed', memberDays: 10, members: 2 },
        { kind: 'billed-not-billable', memberDays: 10, members: 3 },
        { kind: 'billed-undecided', memberDays: 2, members: 2 },
        { kind: 'duplicate', memberDays: 2, members: 1 },
        { kind: 'overlap', memberDays: 1, members: 1 },
      ],
    },
    {
      specification: 'optum-prc',
      kinds: [
        { kind: 'billable-not-billed', memberDays: 21, members: 1 },
        { kind: 'billed-not-billable', memberDays: 2, members: 1 },
        { kind: 'overlap', memberDays: 1, members: 1 },
      ],
    },
  ]);
  expect(printed.replace(/\s+/g, ' ')).toContain(
    'optum-prc 21 days billable, not billed; 2 days billed, not billable; 1 day billed for two services',
  );
});

/** Claims are held against the days wherever findings are asked for; of one clause they are quickly made. */
const ONE_CLAUSE = ['--clauses', 'CPS-AF-1a-ii', '--no-readings', '--format', 'csv'];

describe('where nothing says that something is not billed,', () => {
  const check = async (
    name: string,
    resources: readonly Resource[],
    more: string[] = [],
    lines = '',
  ): Promise<string> => {
    const claims = resources.filter(({ resourceType }) => resourceType === 'Claim');
    const text = claims.map((one) => `${JSON.stringify(one)}\n`).join('') + lines;
    const source = sourceOf(at(`${name}-source`), resources, text === '' ? {} : { 'Claim.ndjson': text });
    const { stdout } = await peerbridge([
      'check',
      source,
      ...MARCH,
      '--out',
      at(name),
      ...(more.length > 0 ? more : ONE_CLAUSE),
    ]);
    return stdout;
  };
  const story = [CENTER, ...member('ash', ['2026-03-02'])];
  const early = claim('c', 'ash', 'cps', ['2026-03-01', '2026-03-02']);

  test('no claims: no row, no line', async () => {
    expect(await check('none', story)).not.toContain('What was billed');
    expect(billingOf('none', 'ash')).toEqual([]);
  });

  test('claims of the other service alone', async () => {
    await check('other', [...story, claim('c', 'birch', 'prc', ['2026-03-02'])]);
    expect(billingOf('other', 'ash')).toEqual([]);
  });

  test('a claim that was cancelled, and one made after as-of, are none', async () => {
    const cancelled = claim('c', 'ash', 'cps', ['2026-03-01'], { status: 'cancelled' });
    const later = claim('d', 'ash', 'cps', ['2026-03-01'], { created: '2026-04-01' });
    await check('cancelled', [...story, cancelled, later]);
    expect(billingOf('cancelled', 'ash')).toEqual([]);
  });

  test('a line of Claim that can’t be read: what it bills is unknown, what others bill is not', async () => {
    await check('torn', [...story, early], [], '{\n');
    expect(billingOf('torn', 'ash')).toEqual([
      'molina-cps Organization/center 2026-03-01 2026-03-01 billed-not-billable 1 Claim/c',
    ]);
  });

  test('with the case rate alone claims aren’t read, and there is no file', async () => {
    expect(await check('rate', [...story, early], ['--clauses', 'case-rate'])).not.toContain('What was billed');
    expect(existsSync(at('rate', 'billing.csv'))).toBe(false);
  });
});
