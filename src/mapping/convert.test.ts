import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { converterOf } from './convert.ts';
import type { Converted } from './convert.ts';
import { readMapping } from './mapping-file.ts';
import { mappingFolder } from './mapping-folder.ts';

const MINE = `mapping: mine
title: What cbhc-extract has not
time-zone: Europe/Berlin
list-separator: '|'
booleans: { 'true': [ja, 1], 'false': [nein, 0] }
extracts:
  people:
    row: member
    columns: { person: { to: id } }
  plans:
    row: plan
    columns:
      plan: { to: id }
      person: { to: member, in: people }
      kind: { to: category, constant: wellness-plan }
      domains: { to: domains, required: true }
      made: { to: created, formats: [D.M.YYYY H:mm] }
  claims:
    row: claim
    columns:
      claim: { to: id }
      person: { to: member, in: people }
      day: { to: date, constant: '2026-03-04' }
      units: { to: units }
      service: { to: service, required: true }
  goals:
    row: goal
    columns:
      goal: { to: id }
      person: { to: member, in: people }
      own: { to: byMember }
  reports:
    row: consent
    columns:
      consent: { to: id }
      kind: { choose: { A: { member: person }, B: { member: other } } }
      person: { in: people }
      other: { in: people }
`;
const home = mkdtempSync(join(tmpdir(), 'convert-'));
mkdirSync(join(home, 'mine'));
writeFileSync(join(home, 'mine', 'mapping.yaml'), MINE);
afterAll(() => {
  rmSync(home, { recursive: true });
});

const cbhc = await readMapping(await mappingFolder('cbhc-extract', []));
const mine = await readMapping(pathToFileURL(join(home, 'mine')));

type Cells = Readonly<Record<string, string>>;

function convert(extract: string, cells: Cells): Converted {
  const mapping = cbhc.extracts.has(extract) && !('person' in cells) ? cbhc : mine;
  const found = mapping.extracts.get(extract);
  if (found === undefined) throw new TypeError(`no ${extract}`);
  return converterOf(mapping, found, found.columns)(found.columns.map((column) => cells[column] ?? ''));
}

const faults = (converted: Converted): string[] =>
  converted.faults.map(({ column, code, severity, message }) => `${severity} ${code} ${column ?? '-'}: ${message}`);

test('a contact', () => {
  const converted = convert('contacts', {
    contact_id: 'C-1',
    member_id: 'M-1',
    service: 'CPS',
    provider_id: 'ORG-1',
    episode_id: 'E-1',
    role_ids: 'R-1;R-2',
    mode: 'TEL',
    engaged: 'y',
    types: 'ONG;PREP',
    status: 'NOSHOW',
    start: '2026-03-04 14:00',
    end: '2026-03-04T14:20:30',
    goal_ids: ';G-1;',
  });
  expect(converted).toEqual({
    key: 'C-1',
    faults: [],
    canonical: {
      kind: 'contact',
      row: {
        id: 'C-1',
        member: { kind: 'member', key: 'M-1' },
        service: 'cps',
        provider: { kind: 'organization', key: 'ORG-1' },
        episode: { kind: 'episode', key: 'E-1' },
        workers: [
          { kind: 'role', key: 'R-1' },
          { kind: 'role', key: 'R-2' },
        ],
        mode: 'phone',
        engaged: true,
        types: ['ongoing-contact', 'appointment-preparation'],
        status: 'cancelled',
        start: '2026-03-04T14:00:00-05:00',
        end: '2026-03-04T14:20:30-05:00',
        goals: [{ kind: 'goal', key: 'G-1' }],
      },
    },
  });
});

describe('columns that choose', () => {
  const message = { message_id: 'T-1', member_id: 'M-1', role_id: 'R-1', sent: '2026-03-05T18:02:00-05:00' };
  const member = { kind: 'member', key: 'M-1' };
  const role = { kind: 'role', key: 'R-1' };

  test.each([
    ['IN', { sender: member, recipients: [role] }],
    ['OUT', { sender: role, recipients: [member] }],
    ['', {}],
  ])('%s', (direction, chosen) => {
    const { canonical, faults: none } = convert('messages', { ...message, direction });
    expect(none).toEqual([]);
    expect(canonical?.row).toEqual({ id: 'T-1', member, sent: '2026-03-05T18:02:00-05:00', ...chosen });
  });

  test('another value', () => {
    const converted = convert('messages', { ...message, direction: 'in' });
    expect([converted.key, converted.canonical]).toEqual(['T-1', null]);
    expect(faults(converted)).toEqual(['error value direction: is none of IN, OUT']);
  });

  test('what is required is required of the column that is chosen', () => {
    const chosen = convert('reports', { consent: 'K-1', kind: 'B', person: '', other: 'P-2' });
    expect(chosen.canonical?.row).toEqual({ id: 'K-1', member: { kind: 'member', key: 'P-2' } });
    expect(faults(convert('reports', { consent: 'K-1', kind: 'A', person: '', other: 'P-2' }))).toEqual([
      'error required person: is empty, but has to be known',
    ]);
    expect(faults(convert('reports', { consent: 'K-1', kind: '', person: 'P-1' }))).toEqual([
      'error required kind: is empty, but has to be known',
    ]);
  });
});

describe('what is wrong with a cell', () => {
  const contact = { contact_id: 'C-1', member_id: 'M-1' };

  test.each<[string, Cells, string, string]>([
    ['contacts', { contact_id: '' }, 'error required contact_id', 'is empty, but has to be known'],
    ['contacts', { member_id: '' }, 'error required member_id', 'is empty, but has to be known'],
    [
      'contacts',
      { start: '3/4/2026' },
      'error value start',
      'is not written as YYYY-MM-DD[ HH:mm[:ss[.S]]] or YYYY-MM-DDTHH:mm[:ss[.S]][Z] or YYYY-MM or YYYY',
    ],
    ['contacts', { start: '2026-02-30 10:00' }, 'error value start', 'is a date that does not exist'],
    [
      'contacts',
      { end: '2026-03-04 25:00' },
      'error value end',
      'is a time of day, or an offset from UTC, that does not exist',
    ],
    [
      'contacts',
      { start: '2026-03-08 02:30' },
      'error value start',
      'is a time that the clocks of America/New_York skip',
    ],
    ['contacts', { engaged: 'maybe' }, 'error value engaged', 'is neither y (true) nor n (false)'],
  ])('%s %j', (extract, cells, where, what) => {
    const converted = convert(extract, { ...contact, ...cells });
    expect(converted.canonical).toBeNull();
    expect(faults(converted)).toEqual([`${where}: ${what}`]);
  });

  test('all of them at once', () => {
    expect(faults(convert('contacts', { ...contact, start: 'x', end: 'y', engaged: 'z' }))).toHaveLength(3);
  });

  test('a time that comes twice is the first one, with a warning', () => {
    const converted = convert('contacts', { ...contact, start: '2026-11-01 01:30' });
    expect(converted.canonical?.row).toMatchObject({ start: '2026-11-01T01:30:00-04:00' });
    expect(faults(converted)).toEqual([
      'warning value start: is a time that comes twice in America/New_York; the first one is taken',
    ]);
  });

  test('an unmapped code is left out; of a list, that one', () => {
    const converted = convert('contacts', { ...contact, mode: 'FAX', types: 'ONG;XYZ', status: 'completed' });
    expect(converted.canonical?.row).toEqual({
      id: 'C-1',
      member: { kind: 'member', key: 'M-1' },
      types: ['ongoing-contact'],
    });
    expect(faults(converted)).toEqual([
      'warning code-invalid mode: is a code that codes/contact-mode.json does not map; it is left out',
      'warning code-invalid types: is a code that codes/contact-type.json does not map; it is left out',
      'warning code-invalid status: is a code that codes/contact-status.json does not map, and may mean finished; it is left out',
    ]);
  });

  test('an unmapped code where one is required', () => {
    const converted = convert('referrals', { referral_id: 'R-1', member_id: 'M-1', service: 'ABC' });
    expect(converted.canonical).toBeNull();
    expect(faults(converted)).toEqual(['error code-invalid service: is a code that codes/service.json does not map']);
  });

  test('no message says what is in a cell', () => {
    const secret = 'Jane Doe 555-1234';
    for (const extract of cbhc.extracts.values()) {
      const cells = Object.fromEntries(extract.columns.map((column) => [column, secret]));
      expect(JSON.stringify(convert(extract.name, cells).faults)).not.toContain('Jane');
    }
  });
});

describe('ways of another mapping', () => {
  test('separators, formats, zones and constants', () => {
    const { canonical, faults: none } = convert('plans', {
      plan: 'P-1',
      person: 'M-1',
      domains: 'housing|income',
      made: '4.7.2026 9:30',
    });
    expect(none).toEqual([]);
    expect(canonical?.row).toEqual({
      id: 'P-1',
      member: { kind: 'member', key: 'M-1' },
      category: 'wellness-plan',
      domains: ['housing', 'income'],
      created: '2026-07-04T09:30:00+02:00',
    });
  });

  test.each([
    ['', ['error required domains: is empty, but has to be known']],
    ['|', ['error required domains: holds nothing that can be used, but has to be known']],
    ['housing|x', ['warning code-invalid domains: is no code of plan-domain; it is left out']],
    [
      'x',
      [
        'warning code-invalid domains: is no code of plan-domain; it is left out',
        'error required domains: holds nothing that can be used, but has to be known',
      ],
    ],
  ])('a list that has to have something in it: %j', (domains, said) => {
    expect(faults(convert('plans', { plan: 'P-1', person: 'M-1', domains }))).toEqual(said);
  });

  test.each([
    ['3', 3],
    ['-1', -1],
    ['007', 7],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', null],
    ['1.0', null],
    ['1e3', null],
    [' 3', null],
  ])('whole numbers: %j', (units, value) => {
    const converted = convert('claims', { claim: 'L-1', person: 'M-1', service: 'cps', units });
    if (value === null) expect(faults(converted)).toEqual(['error value units: is no whole number']);
    else expect(converted.canonical?.row).toMatchObject({ units: value });
  });

  test.each([
    ['JA', true],
    ['1', true],
    ['Nein', false],
    ['0', false],
    ['Y', null],
  ])('true and false: %j', (own, value) => {
    const converted = convert('goals', { goal: 'G-1', person: 'M-1', own });
    if (value === null)
      expect(faults(converted)).toEqual(['error value own: is neither ja, 1 (true) nor nein, 0 (false)']);
    else expect(converted.canonical?.row).toMatchObject({ byMember: value });
  });
});

test('text stays as it is, and a date may be a part of one', () => {
  const { canonical } = convert('members', { member_id: 'M-1', family: ' van der Berg ', birth_date: '1990-02' });
  expect(canonical?.row).toEqual({ id: 'M-1', family: ' van der Berg ', birthDate: '1990-02' });
});

test('columns are found by name, wherever they stand', () => {
  const extract = mine.extracts.get('goals');
  if (extract === undefined) throw new TypeError('goals');
  const converter = converterOf(mine, extract, ['own', 'note', 'person', 'goal']);
  expect(converter(['ja', 'not read', 'M-1', 'G-1']).canonical?.row).toEqual({
    id: 'G-1',
    member: { kind: 'member', key: 'M-1' },
    byMember: true,
  });
  expect(() => converterOf(mine, extract, ['goal', 'own'])).toThrow(new UsageError('goals: the header lacks person'));
});
