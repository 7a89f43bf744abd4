import { existsSync, readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { SECRETS } from './broken-lines.ts';
import { linesOf, peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { bytesOf, folderWith, workshop } from './folders.ts';
import { lines } from './story.ts';
import { rowsOf } from './tables.ts';

const at = workshop();

/** What a spreadsheet would run, and what it would not. */
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00A0=1', 'a\n=1', 'a\r\n -1', '"=1"'];
const HARMLESS = ['a=1', '1-1', 'a@b', "'=1", 'a,b', 'say "so"', 'a\nb', ' a', '1'];

const PEOPLE = [...FORMULAS, ...HARMLESS].map((family, index) => ({
  resourceType: 'Patient',
  id: `p${String(index).padStart(2, '0')}`,
  active: index % 2 === 0,
  name: [{ family, ...(index % 3 === 0 && { given: ['Ann', 'Bo'] }) }],
  ...(index === 0 && { birthDate: '2000-01-01' }),
}));

const VIEW = {
  resourceType: 'ViewDefinition',
  resource: 'Patient',
  status: 'active',
  name: 'people',
  select: [
    {
      column: [
        { name: 'id', path: 'id' },
        { name: 'family', path: 'name.family.first()' },
        { name: 'given', path: 'name.given', collection: true },
        { name: 'born', path: 'birthDate' },
        { name: 'active', path: 'active' },
      ],
    },
  ],
};
const [view, source, torn] = [at('definitions', 'people.json'), at('source'), at('torn')];

beforeAll(() => {
  folderWith(source, { 'Patient.ndjson': lines(PEOPLE.toReversed()) });
  folderWith(torn, {
    'Patient.ndjson': `${lines(PEOPLE.slice(0, 2))}{"resourceType":"Patient","name":"${SECRETS[0]}\n`,
  });
  folderWith(at('definitions'), {
    'people.json': JSON.stringify(VIEW),
    'wrong.json': JSON.stringify({
      ...VIEW,
      select: [
        {
          column: [
            { name: 'id', path: 'id' },
            { name: 'x', path: 'name.famly' },
          ],
        },
      ],
    }),
    'no-view.json': '{"resourceType":"Patient"}',
    'list.json': '[]',
  });
});

describe('rows', () => {
  let [csv, json]: Ended[] = [];
  beforeAll(async () => {
    [csv, json] = await Promise.all([peerbridge(['view', view, source]), peerbridge(['view', view, source, '--json'])]);
  });

  test('are CSV, sorted', () => {
    expect([csv?.code, csv?.stderr]).toEqual([0, '']);
    const rows = rowsOf(csv?.stdout ?? '');
    expect(rows.map(({ id }) => id)).toEqual(PEOPLE.map(({ id }) => id));
    expect(rows[0]).toEqual({ id: 'p00', family: "'=1+1", given: 'Ann Bo', born: '2000-01-01', active: 'true' });
    expect(rows[1]).toMatchObject({ given: '', born: '' });
  });

  test.each(FORMULAS)('%j is made harmless', (text) => {
    expect(rowsOf(csv?.stdout ?? '')[FORMULAS.indexOf(text)]?.['family']).toBe(text === '"=1"' ? text : `'${text}`);
  });

  test('are as they are where nothing would run', () => {
    const families = rowsOf(csv?.stdout ?? '').map(({ family }) => family);
    expect(families.slice(FORMULAS.length)).toEqual(HARMLESS);
  });

  test('are one JSON array with --json: null where there is nothing, arrays, and texts as they are', () => {
    expect([json?.code, json?.stderr]).toEqual([0, '']);
    const rows: unknown = JSON.parse(json?.stdout ?? '');
    const expected = PEOPLE.map(({ id, active, birthDate, name: [name] }) => ({
      id,
      family: name?.family,
      given: name?.given ?? [],
      born: birthDate ?? null,
      active,
    }));
    expect(rows).toEqual(expected);
  });
});

describe('--out', () => {
  test('.ndjson: an object a line', async () => {
    const out = at('people.ndjson');
    const { code, stdout } = await peerbridge(['view', view, source, '--out', out]);
    expect([code, stdout]).toEqual([0, '']);
    const rows = linesOf(readFileSync(out, 'utf8')).map((line): unknown => JSON.parse(line));
    expect(rows).toHaveLength(PEOPLE.length);
    expect(rows[1]).toEqual({ id: 'p01', family: '+1', given: [], born: null, active: false });
  });

  test('.parquet: lists stay lists', async () => {
    const out = at('people.parquet');
    const { code, stdout } = await peerbridge(['view', view, source, '--out', out]);
    expect([code, stdout]).toEqual([0, '']);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const read = await connection.runAndReadAll(
      `select family, given[2], born, active from '${out}' order by id limit 2`,
    );
    expect(read.getRowsJS()).toEqual([
      ['=1+1', 'Bo', '2000-01-01', true],
      ['+1', null, null, false],
    ]);
    connection.closeSync();
  });

  test('with another ending, or in a folder that isn’t there, changes nothing', async () => {
    const [other, nowhere] = await Promise.all(
      [at('people.xlsx'), at('nowhere', 'people.csv')].map((out) => peerbridge(['view', view, source, '--out', out])),
    );
    expect([other?.code, nowhere?.code]).toEqual([2, 4]);
    for (const ended of [other, nowhere]) expect(linesOf(ended?.stderr ?? '')).toHaveLength(1);
    expect([existsSync(at('people.xlsx')), existsSync(at('nowhere'))]).toEqual([false, false]);
  });
});

test.each([
  ['wrong.json', 'select[0].column[1].path'],
  ['no-view.json', 'resource'],
  ['list.json', ''],
])('a view that is wrong is exit 2, and names the element: %s', async (name, element) => {
  const { code, stdout, stderr } = await peerbridge(['view', at('definitions', name), source]);
  expect(linesOf(stderr)).toEqual([expect.stringContaining(`${name}: ${element}`)]);
  expect([code, stdout]).toEqual([2, '']);
});

test('a line that can’t be read is named on stderr and not repeated; the others are rows', async () => {
  const { code, stdout, stderr } = await peerbridge(['view', view, torn]);
  expect(code).toBe(3);
  expect(rowsOf(stdout).map(({ id }) => id)).toEqual(['p00', 'p01']);
  expect(linesOf(stderr)).toEqual([expect.stringMatching(/^Patient\.ndjson:3: ./)]);
  expect(stdout + stderr).not.toContain(SECRETS[0]);
  expect(Object.keys(bytesOf(at('torn')))).toEqual(['Patient.ndjson']);
});
