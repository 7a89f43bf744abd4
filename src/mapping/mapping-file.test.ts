import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KnowledgeError } from '../errors.ts';
import { CANONICAL } from './canonical.ts';
import { readMapping } from './mapping-file.ts';

const GOOD = `mapping: small
title: A small source
time-zone: America/New_York
list-separator: ';'
booleans: { 'true': [Y], 'false': [N] }
plain-keys: [sites]
extracts:
  people:
    row: member
    columns:
      person: { to: id }
      born: { to: birthDate, formats: [M/D/YYYY] }
  sites:
    row: organization
    columns:
      site: { to: id }
      kind: { to: types, constant: cbhc }
      called: { to: name }
  visits:
    row: contact
    columns:
      visit: { to: id }
      person: { to: member, in: people }
      how: { to: mode, codes: way }
      started: { to: start }
      present: { to: engaged, true: [X], false: ['-'] }
  notes:
    row: message
    columns:
      note: { to: id }
      person: { to: member, in: people }
      site: { in: sites }
      way: { choose: { IN: { sender: person, recipients: site }, OUT: { sender: site } } }
`;
const MODE = 'https://peerbridge.dev/fhir/CodeSystem/contact-mode';
const element = (code: string, target: string) =>
  `{ "code": "${code}", "target": [{ "code": "${target}", "equivalence": "equivalent" }] }`;
const conceptMap = (target: string, ...elements: string[]) =>
  `{ "resourceType": "ConceptMap",\n"group": [{\n"target": "${target}",\n"element": [\n${elements.join(',\n')}\n] }] }`;

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mappings-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

function put(yaml: string, table = conceptMap(MODE, element('TEL', 'phone'))): URL {
  const folder = join(home, 'small');
  mkdirSync(join(folder, 'codes'), { recursive: true });
  writeFileSync(join(folder, 'mapping.yaml'), yaml);
  writeFileSync(join(folder, 'codes', 'way.json'), table);
  return pathToFileURL(`${folder}/`);
}

/** `file:line: message`, the file below its mapping. */
async function mistake(folder: URL): Promise<string> {
  try {
    await readMapping(folder);
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message.slice(`${home}/small/`.length);
    throw error;
  }
  return 'none';
}

function replaced(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new TypeError(`no ${from}`);
  return GOOD.replace(from, to);
}

test('a mapping that is right', async () => {
  const mapping = await readMapping(put(GOOD));
  const { extracts, plainKinds, timeZone } = mapping;
  expect([mapping.id, timeZone, [...plainKinds], [...extracts.keys()]]).toEqual([
    'small',
    'America/New_York',
    ['organization'],
    ['people', 'sites', 'visits', 'notes'],
  ]);
  expect(extracts.get('sites')?.columns).toEqual(['site', 'called']);
  const visits = extracts.get('visits');
  expect(visits?.keyColumn).toBe('visit');
  expect(visits?.fields.map(({ to, required, refersTo }) => [to, required, refersTo])).toEqual([
    ['id', true, null],
    ['member', true, 'member'],
    ['mode', false, null],
    ['start', false, null],
    ['engaged', false, null],
  ]);
  const [choice] = extracts.get('notes')?.choices ?? [];
  const options = [...(choice?.options ?? [])].map(([value, fields]) => [
    value,
    fields.map(({ to, from }) => [to, from]),
  ]);
  expect([choice?.column, choice?.required, options]).toEqual([
    'way',
    false,
    [
      [
        'IN',
        [
          ['sender', { column: 'person' }],
          ['recipients', { column: 'site' }],
        ],
      ],
      ['OUT', [['sender', { column: 'site' }]]],
    ],
  ]);
});

const AT = 'extracts.visits.columns';
describe('a mistake says where it is and what would be right', () => {
  test.each<[from: string, to: string, message: string]>([
    ['mapping: small', 'mapping: large', 'mapping.yaml:1: mapping: has to be small, the name of its folder'],
    [
      'America/New_York',
      'America/Springfield',
      'mapping.yaml:3: time-zone: there is no time zone America/Springfield; write it as IANA does: America/New_York',
    ],
    ["'false': [N]", "'false': [n, y]", 'mapping.yaml:5: booleans: y means both true and false; case does not matter'],
    [
      'plain-keys: [sites]',
      'plain-keys: [places]',
      'mapping.yaml:6: plain-keys.0: there is no extract places; there are: people, sites, visits, notes',
    ],
    [
      'row: contact',
      'row: visit',
      `mapping.yaml:20: extracts.visits.row: there is no kind of row visit; there are: ${Object.keys(CANONICAL).join(', ')}`,
    ],
    [
      'row: contact',
      'rows: contact',
      'mapping.yaml:19: extracts.visits.row: Invalid input: expected string, received undefined',
    ],
    [
      '{ to: start }',
      '{ to: started }',
      `mapping.yaml:25: ${AT}.started.to: a row of kind contact has no started; there are: ${Object.keys(CANONICAL.contact).join(', ')}`,
    ],
    [
      '{ to: start }',
      '{ to: constructor }',
      `mapping.yaml:25: ${AT}.started.to: a row of kind contact has no constructor; there are: ${Object.keys(CANONICAL.contact).join(', ')}`,
    ],
    [
      '{ to: start }',
      '{ tp: start }',
      `mapping.yaml:25: ${AT}.started.tp: is not known; there are: to, in, codes, required, formats, true, false, constant, choose`,
    ],
    [
      '{ to: start }',
      '{ to: mode }',
      `mapping.yaml:25: ${AT}.started.to: mode is mapped twice, here and at how; leave one of the two`,
    ],
    [
      '{ to: start }',
      '{}',
      `mapping.yaml:25: ${AT}.started: goes nowhere: give it to: FIELD, let another column choose it, or take it out`,
    ],
    [
      'person: { to: member, in: people }\n      how',
      'how',
      `mapping.yaml:21: ${AT}: a row of kind contact needs its member: give a column to: member`,
    ],
    [
      'in: people }\n      how',
      'in: persons }\n      how',
      `mapping.yaml:23: ${AT}.person.in: there is no extract persons: member names a row of kind member; there are: people`,
    ],
    [
      'in: people }\n      how',
      'in: sites }\n      how',
      `mapping.yaml:23: ${AT}.person.in: a row of sites is of kind organization, but member names a row of kind member; there are: people`,
    ],
    [
      ', in: people }\n      how',
      ' }\n      how',
      `mapping.yaml:23: ${AT}.person: needs in: EXTRACT, since member names a row of kind member; there are: people`,
    ],
    [
      '{ to: start }',
      '{ to: start, in: sites }',
      `mapping.yaml:25: ${AT}.started.in: start is no reference; take it out`,
    ],
    ['codes: way', 'codes: ways', `mapping.yaml:24: ${AT}.how.codes: there is no codes/ways.json; there are: way`],
    [
      '{ to: start }',
      '{ to: start, codes: way }',
      `mapping.yaml:25: ${AT}.started.codes: start holds no code; take it out`,
    ],
    [
      '{ to: start }',
      '{ to: start, formats: [M/D/YYYY, D/M/YYYY] }',
      `mapping.yaml:25: ${AT}.started.formats: M/D/YYYY and D/M/YYYY read the same text as two dates; leave one of the two`,
    ],
    [
      '{ to: start }',
      '{ to: start, formats: [M/D/YYYY, M/D] }',
      `mapping.yaml:25: ${AT}.started.formats.1: "M/D" has no year: YYYY`,
    ],
    [
      'formats: [M/D/YYYY]',
      'formats: [YYYY-MM-DD HH:mm]',
      'mapping.yaml:12: extracts.people.columns.born.formats.0: birthDate has no time of day; a midnight is written as it stands: YYYY-MM-DD 00:00',
    ],
    ['codes: way', 'codes: way, formats: [YYYY]', `mapping.yaml:24: ${AT}.how.formats: mode is no date; take them out`],
    [
      '{ to: start }',
      '{ to: start, true: [Y] }',
      `mapping.yaml:25: ${AT}.started.true: start is not true or false; take it out`,
    ],
    ["false: ['-']", 'false: [x]', `mapping.yaml:26: ${AT}.present: x means both true and false; case does not matter`],
    [
      'visit: { to: id }',
      'number: { to: class }\n      visit: { to: id }',
      `mapping.yaml:22: ${AT}.number: the first column is the key: { to: id }`,
    ],
    [
      'constant: cbhc',
      'constant: CBHC',
      'mapping.yaml:17: extracts.sites.columns.kind.constant: CBHC is no code of organization-type; there are: cbhc, cmhc, health-system',
    ],
    [
      '{ to: types, constant: cbhc }',
      '{ constant: cbhc }',
      'mapping.yaml:17: extracts.sites.columns.kind.constant: needs to: FIELD, the field that always reads so',
    ],
    [
      'OUT: { sender: site }',
      'OUT: { sender: sites }',
      'mapping.yaml:33: extracts.notes.columns.way.choose.OUT.sender: there is no column sites to choose; there are: note, person, site',
    ],
    [
      'OUT: { sender: site }',
      'OUT: { from: site }',
      `mapping.yaml:33: extracts.notes.columns.way.choose.OUT.from: a row of kind message has no from; there are: ${Object.keys(CANONICAL.message).join(', ')}`,
    ],
    [
      '{ choose:',
      '{ to: service, choose:',
      'mapping.yaml:33: extracts.notes.columns.way.choose: a column goes to a field or chooses among columns; take out to: or choose:',
    ],
    ['      started:', '      how:', 'mapping.yaml:25: Map keys must be unique at line 25, column 7:'],
  ])('%s → %s', async (from, to, message) => {
    const said = await mistake(put(replaced(from, to)));
    expect(said.slice(0, message.length)).toBe(message);
  });

  test.each<[part: string, message: string]>([
    [
      'each: { columns: 1..30, month: month }\n    columns:\n      person: { to: id }',
      'mapping.yaml:36: extracts.sheet.each.columns: names the columns of the days of a month, such as 1..31, 01..31 or d1..d31',
    ],
    [
      'columns:\n      person: { from: born, to: id, constant: A }',
      'mapping.yaml:37: extracts.sheet.columns.person.from: a field reads the same in each row or is made of columns; take out from: or constant:',
    ],
  ])('a sheet that gives several rows: %s', async (part, message) => {
    expect(await mistake(put(`${GOOD}  sheet:\n    row: member\n    ${part}\n`))).toBe(message);
  });

  test('only what all rows of a file say has a constant key', async () => {
    const key = 'columns:\n      person: { to: id, constant: A }';
    expect(await mistake(put(`${GOOD}  sheet:\n    row: member\n    ${key}\n`))).toBe(
      'mapping.yaml:37: extracts.sheet.columns.person: the first column is the key: { to: id }',
    );
    const { extracts } = await readMapping(put(`${GOOD}  sheet:\n    file: visits\n    row: member\n    ${key}\n`));
    expect(extracts.get('sheet')).toMatchObject({ file: 'visits', isPart: true, columns: [] });
  });

  test('where case matters, y and Y differ', async () => {
    const { extracts } = await readMapping(
      put(replaced("true: [X], false: ['-']", 'true: [X], false: [x], case: matters')),
    );
    const engaged = extracts.get('visits')?.fields.find(({ to }) => to === 'engaged');
    expect(engaged?.booleans).toEqual({ true: ['X'], false: ['x'], caseMatters: true });
  });

  test('keys of one kind in two extracts', async () => {
    const other =
      '  branches:\n    row: organization\n    columns:\n      branch: { to: id }\n      called: { to: name }\n';
    expect(await mistake(put(GOOD + other))).toBe(
      'mapping.yaml:6: plain-keys.0: branches has rows of the same kind, organization; list both or none',
    );
  });

  test('a code table that is wrong', async () => {
    expect(await mistake(put(GOOD, conceptMap(MODE, element('FON', 'telephone'))))).toBe(
      'codes/way.json:5: FON: telephone is no code of contact-mode; there are: in-person, phone, video, text, email',
    );
  });
});
