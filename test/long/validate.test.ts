/** All that `generate` writes for 10,000 members, through the command, all cores. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { peerbridge } from '../command/command.ts';

const home = mkdtempSync(join(tmpdir(), 'peerbridge-long-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

test('10,000 generated members are valid', async () => {
  const out = join(home, 'fhir');
  const asked = ['--members', '10000', '--seed', '5', '--from', '2026-01-01', '--to', '2026-03-31'];
  expect((await peerbridge(['generate', ...asked, '--fhir', '--out', out])).code).toBe(0);
  const { code, stdout } = await peerbridge(['validate', out]);
  expect(stdout).toMatch(/: 0 errors, 0 warnings, \d+ notes\n$/);
  expect(code).toBe(0);
});
