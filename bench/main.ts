/**
 * `npm run bench`: whole processes, from spawn to exit, beside a hand-written query in the same minutes. Prints a table of medians
 * and ratios. `-- --large` adds 100,000 members (5 GB of NDJSON, several minutes); `-- --runs N` (default 5).
 */
import { mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { extractRates } from './extracts.ts';
import { parquetCopies } from './parquet.ts';
import { FROM, plainData, TO } from './plain-data.ts';
import { compare, measure, median } from './process.ts';
import type { Compared } from './process.ts';

const { values } = parseArgs({
  options: { large: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
const root = join(import.meta.dirname, '..');
const home = join(root, 'out/bench');
mkdirSync(home, { recursive: true });

const cli = join(root, 'src/cli/main.ts');
const handWritten = (file: string): string[] => [
  join(root, 'bench/hand-written.ts'),
  file,
  join(home, 'hand-written.csv'),
];
const check = (folder: string, ...more: string[]): string[] => [
  ...[
    cli,
    'check',
    folder,
    '--from',
    FROM,
    '--to',
    TO,
    '--specification',
    'molina-cps',
    '--format',
    'csv',
    '--clauses',
    'case-rate',
  ],
  ...['--out', join(home, 'check'), '--json', ...more],
];

const small = await plainData(home, 10_000);
const encounters = (folder: string, format: string): string => join(folder, `Encounter.${format}`);
const add = async (
  name: string,
  limit: string,
  work: string[],
  baseline: string[],
  times = runs,
): Promise<Compared> => {
  const compared = await compare(name, work, baseline, times);
  print(compared, limit);
  return compared;
};

await printMachine();
await add(
  '10,000 members, default readings',
  '≤ 2.5 ×',
  check(small, '--no-readings'),
  handWritten(encounters(small, 'ndjson')),
);
const normal = await add(
  '10,000 members, boundary_sensitive',
  '≤ 4 ×, ≤ 1000 MB',
  check(small),
  handWritten(encounters(small, 'ndjson')),
);
const parquet = await parquetCopies(small);
await add('10,000 members, Parquet', '≤ 3 ×', check(parquet), handWritten(encounters(parquet, 'parquet')));
const help: number[] = [];
for (let run = 0; run < runs; run++) help.push((await measure([cli, '--help'])).seconds);
console.log(`peerbridge --help: ${median(help).toFixed(2)} s (≤ 0.3 s)`);
for (const line of await extractRates(cli, home)) console.log(line);
if (values.large) {
  const large = await plainData(home, 100_000);
  const compared = await add(
    '100,000 members, boundary_sensitive',
    '≤ 4000 MB',
    check(large),
    handWritten(encounters(large, 'ndjson')),
    1,
  );
  const growth = median(compared.seconds) / 10 / median(normal.seconds);
  console.log(`time per contact, 100,000 against 10,000 members: ${growth.toFixed(2)} × (≤ 1.15 ×)`);
}

async function printMachine(): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const [[version] = []] = (await connection.runAndReadAll('select version()')).getRowsJson();
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1e9)} GB; Node ${process.version}, DuckDB ${typeof version === 'string' ? version : ''}; ${runs} runs, medians`,
  );
}

function print({ name, seconds, baseline, peak }: Compared, limit: string): void {
  const ratios = seconds.map((one, index) => one / (baseline[index] ?? NaN));
  const range = `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`;
  const memory = peak === null ? '' : `, peak ${Math.round(peak)} MB`;
  console.log(
    `${name}: ${median(seconds).toFixed(2)} s, baseline ${median(baseline).toFixed(2)} s, ratio ${median(ratios).toFixed(2)} (${range})${memory}; ${limit}`,
  );
}
