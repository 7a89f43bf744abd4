import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KnowledgeError } from '../errors.ts';
import { CANONICAL } from './canonical.ts';
import type { Field } from './canonical.ts';
import { readCodeSystems, readCodeTables } from './code-tables.ts';
import { FHIR_CODES } from './to-fhir/status-codes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codes-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const MODE = { name: 'mode', url: 'http://example.org/mode', codes: ['phone', 'text'], names: new Map() };
const target = (code: string) => `{ "code": "${code}", "equivalence": "equivalent" }`;
const element = (code: string, ...targets: string[]) =>
  `{ "code": "${code}", "target": [${targets.map(target).join(', ')}] }`;
const conceptMap = (system: string, ...elements: string[]) =>
  `{ "resourceType": "ConceptMap",\n"group": [{\n"target": "${system}",\n"element": [\n${elements.join(',\n')}\n] }] }`;

/** Local code → target, of a table that is then checked against MODE. */
async function load(text: string): Promise<unknown> {
  writeFileSync(join(folder, 'way.json'), text);
  try {
    const file = (await readCodeTables(pathToFileURL(`${folder}/`))).get('way');
    return Object.fromEntries(file?.to(MODE).targets ?? []);
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message.slice(folder.length + 1);
    throw error;
  }
}

test.each<[string, string, unknown]>([
  [
    'local codes',
    conceptMap(MODE.url, element('TEL', 'phone'), element('phone', 'phone')),
    { TEL: 'phone', phone: 'phone' },
  ],
  [
    'no counterpart',
    conceptMap(MODE.url, '{ "code": "FAX", "target": [{ "equivalence": "unmatched" }] }', '{ "code": "?" }'),
    { FAX: null, '?': null },
  ],
  [
    'a code that the system does not have',
    conceptMap(MODE.url, element('TEL', 'phone'), element('FON', 'telephone')),
    'way.json:6: FON: telephone is no code of mode; there are: phone, text',
  ],
  [
    'a local code twice',
    conceptMap(MODE.url, element('A', 'phone'), element('A', 'text')),
    'way.json:6: A: is mapped twice; leave one of the two',
  ],
  [
    'several targets',
    conceptMap(MODE.url, element('A', 'phone', 'text')),
    'way.json:5: A: is mapped to several codes; a local code has one target, or none',
  ],
  [
    'another system',
    conceptMap('http://example.org/other', element('A', 'phone')),
    "way.json:3: group.target: has to be http://example.org/mode, the system of the field's codes",
  ],
  [
    'no ConceptMap',
    '{\n"resourceType": "ValueSet" }',
    'way.json:2: resourceType: Invalid input: expected "ConceptMap"',
  ],
])('a table: %s', async (_, text, outcome) => {
  expect(await load(text)).toEqual(outcome);
});

test('a folder that is not there has no tables', async () => {
  expect((await readCodeTables(pathToFileURL(join(folder, 'no/')))).size).toBe(0);
});

test('the codes of every field are known, and FHIR’s are those that to-fhir takes', async () => {
  const systems = await readCodeSystems();
  const kinds: readonly Readonly<Record<string, Field>>[] = Object.values(CANONICAL);
  const wanted = kinds.flatMap((fields) =>
    Object.values(fields).flatMap(({ system }) => (system === null ? [] : [system])),
  );
  expect([...new Set(wanted)].filter((system) => !systems.has(system))).toEqual([]);
  for (const [name, codes] of Object.entries(FHIR_CODES))
    expect([name, systems.get(name)?.codes]).toEqual([name, codes]);
});
