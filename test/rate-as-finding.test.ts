/**
 * The daily rate is made twice, by texts that share nothing but the rules: as the case rate, and as the finding of the clause that
 * combines its gates. Both must say the same of each day, under each reading.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { loadSpecifications } from '../src/engine/knowledge.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rate-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const rows = z.array(z.record(z.string(), z.string()));
type Row = Readonly<Record<string, string>>;

const run = (...args: string[]): void => {
  execFileSync(process.execPath, ['src/cli/main.ts', ...args], { cwd: ROOT, stdio: 'ignore' });
};

/** A text for each day of a row. */
function daysOf(row: Row, subject: string | undefined): string[] {
  const days: string[] = [];
  const last = Date.parse(row['end_date'] ?? '');
  for (let day = Date.parse(row['start_date'] ?? ''); day <= last; day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    days.push(
      [row['specification'], subject, row['provider'], date, row['outcome'], row['boundary_sensitive']].join(' '),
    );
  }
  return days;
}

test('the case rate, and the finding that combines its gates', { timeout: 180_000 }, async () => {
  const months = ['--from', '2026-01-01', '--to', '2026-03-31'];
  run('generate', '--members', '60', '--seed', '11', ...months, '--fhir', '--out', join(folder, 'source'));
  const rates = (await loadSpecifications([])).flatMap(({ id, clauses }) =>
    [...clauses.values()]
      .filter(({ gates }) => gates !== undefined)
      .map((clause) => ({ specification: id, clause: clause.id })),
  );
  const asked = rates.map(({ clause }) => clause).join(',');
  run('check', join(folder, 'source'), ...months, '--clauses', asked, '--format', 'csv', '--out', join(folder, 'out'));
  const read = (name: string): Row[] => rows.parse(parse(readFileSync(join(folder, 'out', name)), { columns: true }));
  const rate = read('case-rate.csv').flatMap((row) => daysOf(row, row['member']));
  const found = read('findings.csv')
    .filter((row) =>
      rates.some(({ specification, clause }) => specification === row['specification'] && clause === row['clause']),
    )
    .flatMap((row) => daysOf(row, row['subject']));
  expect(rate.length).toBeGreaterThan(1000);
  expect(found.sort()).toEqual(rate.sort());
});
