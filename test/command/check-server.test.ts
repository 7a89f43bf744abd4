/** `check` of a server: what it suggests next can be done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFhirServer } from '../fhir/server.ts';
import type { FhirServer } from '../fhir/server.ts';
import { peerbridge } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, member } from './story.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31'];
const QUICK = ['--no-readings', '--clauses', 'case-rate', '--format', 'csv'];
const served: { server: FhirServer | null } = { server: null };

beforeAll(async () => {
  const resources = [CENTER, ...member('ash', ['2026-03-02', '2026-03-05'])];
  served.server = await startFhirServer(resources.map((resource) => JSON.stringify(resource)));
});
afterAll(() => served.server?.close());

/** Words of the commands that a check of the server suggests, without the program's own. */
async function suggested(...options: string[]): Promise<string[][]> {
  const base = served.server?.base ?? '';
  const { code, stdout, stderr } = await peerbridge([
    'check',
    base,
    ...MARCH,
    '--out',
    at('out'),
    ...QUICK,
    ...options,
  ]);
  expect([code, stderr.includes('unexpected')], stderr).toEqual([expect.toBeOneOf([0, 3]), false]);
  const [, next = ''] = stdout.split('Try next\n');
  return next
    .replaceAll(/ \\\n\s+/g, ' ')
    .trim()
    .split('\n')
    .map((line) => line.trim().replace('npm run -s peerbridge -- ', '').split(' '));
}

test('what was read for this command alone is not read by another', async () => {
  const commands = await suggested();
  expect(commands.map(([name]) => name)).toEqual(['specifications']);
});

test('what stays in a cache is', async () => {
  const commands = await suggested('--cache', at('cache'), '--no-parquet');
  expect(commands.map(([name]) => name)).toEqual(['explain', 'specifications', 'check']);
  const { code, stdout, stderr } = await peerbridge(commands[0] ?? []);
  expect([code, stdout.includes('Patient/ash')], stderr).toEqual([0, true]);
});
