/** Rates of `generate` and `map`, in rows a second of a whole process; start-up included. */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './process.ts';

const MEMBERS = '8000';
/** What a contact refers to. */
const WITH_CONTACTS = ['members', 'organizations', 'workers', 'roles', 'referrals', 'episodes', 'goals', 'contacts'];

export async function extractRates(cli: string, home: string): Promise<string[]> {
  const extracts = join(home, 'extracts');
  const period = ['--from', '2026-01-01', '--to', '2026-06-30'];
  const generated = await measure([cli, 'generate', '--members', MEMBERS, '--seed', '1', ...period, '--out', extracts]);
  const files = readdirSync(extracts).filter((name) => name.endsWith('.csv'));
  const all = await rowsOf(extracts, files);
  const given = WITH_CONTACTS.map((name) => join(extracts, `${name}.csv`));
  const mapped = await measure([cli, 'map', 'cbhc-extract', ...given, '--out', join(home, 'fhir'), '--json']);
  const some = await rowsOf(
    extracts,
    WITH_CONTACTS.map((name) => `${name}.csv`),
  );
  return [
    `generate: ${rate(all, generated.seconds)} rows/s (≥ 100,000), peak ${Math.round(generated.peak ?? 0)} MB`,
    `map, mostly contacts: ${rate(some, mapped.seconds)} rows/s (≥ 60,000), peak ${Math.round(mapped.peak ?? 0)} MB`,
  ];
}

function rate(rows: number, seconds: number): string {
  return Math.round(rows / seconds).toLocaleString('en-US');
}

async function rowsOf(folder: string, names: readonly string[]): Promise<number> {
  let rows = 0;
  for (const name of names)
    for await (const chunk of createReadStream(join(folder, name), 'latin1'))
      rows += String(chunk).split('\n').length - 1;
  return rows;
}
