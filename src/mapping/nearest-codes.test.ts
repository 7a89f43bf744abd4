import { expect, test } from 'vitest';
import { readCodeSystems } from './code-tables.ts';
import { nearestCodes } from './nearest-codes.ts';

const systems = await readCodeSystems();

test.each<[string, string, string | undefined]>([
  ['contact-mode', 'phone call', 'phone'],
  ['contact-mode', 'VIDEO-CONF', 'video'],
  ['contact-mode', 'e-mails', 'email'],
  ['contact-type', 'Initial mtg', 'initial-meeting'],
  ['organization-type', 'Birthing centre', 'birthing-center'],
  // Known by what the code is called, which its letters don't show.
  ['qualification', 'Certified Addiction Recovery Coach (state)', 'carc'],
  ['contact-mode', 'pigeon', undefined],
  ['contact-mode', '', undefined],
  ['contact-mode', '?!', undefined],
])('of %s, %j comes nearest to %s', (name, local, nearest) => {
  const system = systems.get(name);
  if (system === undefined) throw new Error(`there is no code system ${name}`);
  expect(nearestCodes(local, system)[0]).toBe(nearest);
});

test('at most three are named, each once', () => {
  const system = { name: 'x', url: 'http://example.org/x', codes: ['abcd', 'abce', 'abcf', 'abcg'], names: new Map() };
  const found = nearestCodes('abc', system);
  expect([found.length, new Set(found).size]).toEqual([3, 3]);
});
