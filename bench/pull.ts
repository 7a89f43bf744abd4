/**
 * `npm run bench:pull`: whole processes of `pull`, from spawn to exit, beside one `curl` that fetches the same pages, or files, of
 * the same server, in turn. `-- --members N` (default 2,000: 80,000 contacts; 25,000 are a million), `-- --runs N` (default 3).
 */
import { spawn } from 'node:child_process';
import { createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { plainData } from './plain-data.ts';
import { measure, median } from './process.ts';
import type { Measured } from './process.ts';

const { values } = parseArgs({
  options: { members: { type: 'string', default: '2000' }, runs: { type: 'string', default: '3' } },
});
const runs = Number(values.runs);
const root = join(import.meta.dirname, '..');
const home = join(root, 'out/bench');
mkdirSync(home, { recursive: true });
const TYPES = ['Encounter', 'EpisodeOfCare', 'Patient', 'ServiceRequest'];
const PAGE = 500;

const folder = await plainData(home, Number(values.members));
const server = spawn(process.execPath, [join(root, 'bench/fhir-server.ts'), folder], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const base = await firstLine(server.stdout);
  const counts = new Map<string, number>();
  for (const type of TYPES) counts.set(type, await linesIn(join(folder, `${type}.ndjson`)));
  const resources = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${resources.toLocaleString('en-US')} resources; ${runs} runs, medians of ratios`);
  const pages = [...counts].flatMap(([type, count]) =>
    Array.from(
      { length: Math.ceil(count / PAGE) },
      (_, page) => `${base}/${type}?_count=${PAGE}&_offset=${page * PAGE}`,
    ),
  );
  await compared('search', base, pages);
  await compared(
    'bulk',
    base,
    TYPES.map((type) => `${base}/file/${type}`),
  );
} finally {
  server.kill();
}

async function compared(method: 'search' | 'bulk', base: string, urls: readonly string[]): Promise<void> {
  const lake = join(home, `lake-${method}`);
  const pull = [
    join(root, 'src/cli/main.ts'),
    'pull',
    base,
    '--into',
    lake,
    `--${method}`,
    '--types',
    TYPES.join(),
    '--no-parquet',
    '--json',
  ];
  const [ratios, seconds, again, peaks]: number[][] = [[], [], [], []];
  // The first pair warms up and isn't counted.
  for (let run = 0; run <= runs; run++) {
    const curl = await curled(urls);
    rmSync(lake, { recursive: true, force: true });
    const first = await measure(pull);
    const second = await measure(pull);
    if (run === 0) continue;
    ratios?.push(first.seconds / curl.seconds);
    seconds?.push(first.seconds);
    again?.push(second.seconds / first.seconds);
    peaks?.push(Math.max(first.peak ?? 0, second.peak ?? 0));
  }
  console.log(
    `${method}: ${median(seconds ?? []).toFixed(2)} s, ${median(ratios ?? []).toFixed(2)} × curl (≤ 1.2 ×), ` +
      `again, nothing changed: ${(100 * median(again ?? [])).toFixed(1)} % (≤ 5 %), peak ${Math.round(Math.max(...(peaks ?? [])))} MB (≤ 300 MB)`,
  );
}

/** One process, one connection, one URL after another, each into a file. */
async function curled(urls: readonly string[]): Promise<Measured> {
  const out = join(home, 'curl');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const list = join(home, 'curl.txt');
  writeFileSync(list, urls.map((url, index) => `url = "${url}"\noutput = "${join(out, String(index))}"\n`).join(''));
  const started = performance.now();
  const child = spawn('curl', ['-s', '-S', '-f', '-K', list], { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  if (code !== 0) throw new Error(`curl ended with ${String(code)}`);
  return { seconds: (performance.now() - started) / 1000, peak: null };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('the server ended before it began');
}

async function linesIn(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path, 'latin1')) lines += String(chunk).split('\n').length - 1;
  return lines;
}
