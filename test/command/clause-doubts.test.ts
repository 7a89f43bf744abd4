import { beforeAll, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, coded, sourceOf } from './story.ts';
import { issuesOf } from './tables.ts';

const at = workshop();

/** A worker whose training has a code that nobody knows, and whose credential ends before it begins. */
const WORKER = {
  resourceType: 'Practitioner',
  id: 'rowan',
  qualification: [
    { code: coded('qualification', 'cps-trainnig'), period: { start: '2026-01-05' } },
    { code: coded('qualification', 'cps-certification'), period: { start: '2026-03-05', end: '2025-03-05' } },
  ],
};

beforeAll(() => {
  sourceOf(at('source'), [CENTER, WORKER]);
});

async function doubtsOf(name: string, more: readonly string[]): Promise<string[]> {
  const days = ['--from', '2026-03-01', '--to', '2026-03-31'];
  const { code } = await peerbridge(['check', at('source'), ...days, ...more, '--out', at(name)]);
  expect(code).toBe(0);
  return issuesOf(at(name))
    .map(({ resource, code: issue, severity, message }) => [resource, issue, severity, message].join('; '))
    .filter((line) => line.startsWith('Practitioner/'));
}

test('what is doubtful in a record that clauses rest on is named, where all clauses are asked for', async () => {
  expect(await doubtsOf('all', [])).toEqual([
    'Practitioner/rowan; code-invalid; warning; qualification has a code or value that is none known: it may mean anything',
    'Practitioner/rowan; value; warning; it ends before it starts',
  ]);
});

test('the case rate alone doesn’t read it', async () => {
  expect(await doubtsOf('rate', ['--clauses', 'case-rate'])).toEqual([]);
});
