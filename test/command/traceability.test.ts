import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { peerbridge } from './command.ts';

const HOME = join(import.meta.dirname, '../../src/specifications');
const ids = readdirSync(HOME, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test('there are specifications', () => {
  expect(ids).toContain('molina-cps');
});

test.each(ids)('the README of %s traces each clause as the command does', async (id) => {
  const { code, stdout } = await peerbridge(['specifications', id, '--markdown']);
  expect(code).toBe(0);
  const readme = readFileSync(join(HOME, id, 'README.md'), 'utf8');
  const [, table] = /<!-- traceability -->\n\n([\s\S]*?)\n<!-- end of traceability -->/.exec(readme) ?? [];
  const hint = `put the output of: npm run -s peerbridge -- specifications ${id} --markdown into its README`;
  expect(table, hint).toBe(stdout);
});

test('the table is of one specification', async () => {
  const { code, stderr } = await peerbridge(['specifications', '--markdown']);
  expect([code, stderr]).toEqual([2, 'peerbridge: --markdown takes one ID, and no --json\n']);
});
