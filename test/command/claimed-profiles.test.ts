/** Resources that claim a profile and break it: a check says so, and judges as before. */
import { beforeAll, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, contact, member, sourceOf } from './story.ts';
import { daysOf, issuesOf } from './tables.ts';

const at = workshop();
const meta = { profile: ['https://peerbridge.dev/fhir/StructureDefinition/peer-contact'] };

let ended: Ended;
beforeAll(async () => {
  // a contact of our profile needs a type; that one is there, and carries its days all the same
  const all = [CENTER, ...member('m', []), contact('b', 'm', '2026-03-03', { meta })];
  const question = ['--from', '2026-03-01', '--to', '2026-03-31'];
  ended = await peerbridge(['check', sourceOf(at('source'), all), ...question, '--out', at('out')]);
  await peerbridge(['check', at('source'), ...question, '--out', at('without'), '--no-profiles']);
});

test('is a warning with file, line, resource and what it lacks, and no failure', () => {
  expect(ended.code).toBe(0);
  const place = { file: 'Encounter.ndjson', line: '2', resource: 'Encounter/b', severity: 'warning' };
  expect(issuesOf(at('out'))).toEqual([
    { ...place, code: 'invariant', message: 'claims a profile and breaks it: Encounter: needs type [cardinality]' },
  ]);
  expect(ended.stdout).toContain('1 warning');
});

test('changes no day', () => {
  expect(daysOf(at('out'), 'm').filter((days) => days.includes(' satisfied '))).not.toEqual([]);
  expect(daysOf(at('out'), 'm')).toEqual(daysOf(at('without'), 'm'));
});

test('is left out where it is not asked for', () => {
  expect(issuesOf(at('without'))).toEqual([]);
});
