import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { generateCommand } from './generate.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'generate-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

const asked = (changed: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries({ members: '3', seed: '1', from: '2026-01-01', to: '2026-03-31', out: join(home, 'out'), ...changed })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `--${name}=${value}`);

test('writes extracts and answers, by specifications that there are', async () => {
  expect(await generateCommand(asked({ members: '30' }))).toBe(0);
  expect(readdirSync(join(home, 'out'))).toContain('contacts.csv');
  const [header, ...rows] = readFileSync(join(home, 'out', 'answers.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(header).toBe('specification,member,provider,start_date,end_date,outcome');
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(2);
});

test('replaces what it wrote before, and nothing else', async () => {
  await generateCommand(asked());
  await generateCommand(asked({ seed: '2' }));
  mkdirSync(join(home, 'mine'));
  writeFileSync(join(home, 'mine', 'thesis.txt'), '');
  await expect(generateCommand(asked({ out: join(home, 'mine') }))).rejects.toThrow(UsageError);
  expect(readdirSync(join(home, 'mine'))).toEqual(['thesis.txt']);
});

test.each([
  [{ members: '' }, '--members is missing'],
  [{ members: '0' }, 'a whole number from 1'],
  [{ members: '1.5' }, 'a whole number'],
  [{ seed: 'x' }, 'a whole number from 0'],
  [{ seed: '9007199254740992' }, 'a whole number from 0 to 9007199254740991'],
  [{ from: '2026-02-30' }, 'a date that exists'],
  [{ from: '2026-04-01' }, 'is after --to'],
  [{ from: '1970-01-01' }, 'a date from 1980-01-01'],
  [{ out: '' }, '--out is missing'],
])('refuses %o', async (changed, message) => {
  await expect(generateCommand(asked(changed))).rejects.toThrow(message);
  await expect(generateCommand(asked(changed))).rejects.toThrow(UsageError);
  expect(readdirSync(home)).toEqual([]);
});

test('takes no source', async () => {
  await expect(generateCommand([...asked(), 'fhir'])).rejects.toThrow('takes no SOURCE');
});
