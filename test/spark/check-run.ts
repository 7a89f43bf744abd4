/** The real check of a folder, on an engine that is given. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFoundation, loadSpecifications } from '../../src/engine/knowledge.ts';
import type { Question } from '../../src/engine/plan.ts';
import { openSource } from '../../src/lake/source.ts';
import { check } from '../../src/report/check.ts';
import { withDatabase } from '../../src/sql/duckdb/runner.ts';
import { rowsOf } from '../../src/sql/duckdb/relations.ts';
import type { Runner } from '../../src/sql/runner.ts';

export async function questionOf(
  from: string,
  to: string,
  readings: Question['readings'] = 'sensitive',
): Promise<Question> {
  const specifications = (await loadSpecifications([])).map((specification) => ({
    specification,
    chosen: new Map<string, string>(),
  }));
  return { from, to, asOf: to, timeZone: 'America/New_York', specifications, byCoverage: true, readings };
}

/** Judges `source` into `folder`/out, which is made. Gives the output folder. */
export async function checkInto(folder: string, source: string, question: Question, runner: Runner): Promise<string> {
  const [scratch, out] = [join(folder, 'scratch'), join(folder, 'out')];
  for (const each of [folder, scratch, out]) mkdirSync(each, { recursive: true });
  await check(
    {
      source: await openSource(source, scratch),
      foundation: await loadFoundation(),
      question,
      declaredComplete: new Set(),
      formats: ['csv', 'parquet'],
      members: [],
      runner,
      scratch,
      watch: () => undefined,
      invocation: { version: '0', command: [], startedAt: '', hash: false },
    },
    out,
  );
  return out;
}

/** What differs from run to run, or names the engine. */
const ITS_OWN = ['manifest.json', 'summary.json'];

/** File name → its bytes, as text. */
export function bytesOf(out: string): Record<string, string> {
  const names = readdirSync(out).filter((name) => !ITS_OWN.includes(name) && !name.endsWith('.parquet'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'latin1')]));
}

/** Parquet file name → its columns with their types, and its rows in their order, as text. */
export async function parquetOf(out: string): Promise<Record<string, readonly string[]>> {
  const names = readdirSync(out).filter((name) => name.endsWith('.parquet'));
  return await withDatabase(out, {}, async (connection) => {
    const found: Record<string, string[]> = {};
    for (const name of names) {
      const file = `read_parquet('${join(out, name)}')`;
      const columns = await rowsOf(connection, `select column_name, column_type from (describe from ${file})`);
      const rows = await rowsOf(connection, `select cast(r as varchar) as row from ${file} as r`);
      found[name] = [...columns, ...rows].map((row) => JSON.stringify(row));
    }
    return found;
  });
}
