import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadFoundation, loadSpecifications } from '../../src/engine/knowledge.ts';
import { openSource } from '../../src/lake/source.ts';
import { check } from '../../src/report/check.ts';
import { duckdbRunner } from '../../src/sql/duckdb/runner.ts';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { bytesOf, workshop } from './folders.ts';
import { mixedStory } from './mixed-story.ts';
import { lines, ndjson, sourceOf } from './story.ts';
import type { Resource } from './story.ts';

const at = workshop();
const QUESTION = ['--from', '2026-03-01', '--to', '2026-03-31', '--readings'];
const STORY = mixedStory(12, 5);

/** Another order, the same for the same list and step. */
function reordered<T>(list: readonly T[], step: number): T[] {
  const place = (index: number): number => (index * step) % 1009;
  return [...list.entries()].sort(([a], [b]) => place(a) - place(b) || a - b).map(([, item]) => item);
}

/** Each type in several files of other names, in another order. */
function scattered(resources: readonly Resource[], step: number): Record<string, string | Uint8Array> {
  const types = [...new Set(resources.map(({ resourceType }) => resourceType))];
  const files = types.flatMap((type): [string, string | Uint8Array][] => {
    const all = reordered(resources, step).filter(({ resourceType }) => resourceType === type);
    const half = Math.ceil(all.length / 2);
    return [
      [`${type}.ndjson`, ''],
      [`${type}.part-0.ndjson`, lines(all.slice(half))],
      [`${type}-9.ndjson.gz`, gzipSync(lines(all.slice(0, half)))],
    ];
  });
  return Object.fromEntries(files);
}

/** Marks, line ends and blank lines that mean nothing. */
function dressed(files: Readonly<Record<string, string>>): Record<string, string> {
  const dress = (text: string): string => `\uFEFF\r\n${text.replaceAll('\n', '\r\n \r\n').trimEnd()}`;
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, dress(text)]));
}

const SURROUNDINGS: Readonly<
  Record<string, { env: Record<string, string>; files: Record<string, string | Uint8Array> }>
> = {
  plain: { env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }, files: ndjson(STORY) },
  scattered: { env: { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' }, files: scattered(STORY, 7) },
  dressed: {
    env: { TZ: 'America/New_York', LANG: 'de_DE.UTF-8', LC_ALL: '' },
    files: dressed(ndjson(reordered(STORY, 11))),
  },
};

describe('the command writes the same bytes', () => {
  let ended: readonly Ended[];
  const bytes: Record<string, Record<string, string>> = {};
  beforeAll(async () => {
    ended = await Promise.all(
      Object.entries(SURROUNDINGS).map(async ([name, { env, files }]) => {
        const source = sourceOf(at('source', name), [], files);
        const run = await peerbridge(['check', source, ...QUESTION, '--out', at('out', name)], { env });
        bytes[name] = bytesOf(at('out', name), ['manifest.json']);
        return run;
      }),
    );
  });

  test('and there is something to write', () => {
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    const names = [
      'billing.csv',
      'billing.parquet',
      'case-rate.csv',
      'case-rate.parquet',
      'findings.csv',
      'findings.parquet',
      'issues.csv',
    ];
    const others = [
      'detected-issues.ndjson',
      'measure-reports.ndjson',
      'readings.csv',
      'report.html',
      'summary.json',
      'tasks.ndjson',
    ];
    expect(Object.keys(bytes['plain'] ?? {}).sort()).toEqual([...names, ...others].sort());
    for (const outcome of ['satisfied', 'not-satisfied', 'insufficient-data'])
      expect(bytes['plain']?.['case-rate.csv']).toContain(`,${outcome},`);
  });

  test.each([
    ['scattered', 'files split, renamed, compressed, lines shuffled; another time zone and locale'],
    [
      'dressed',
      'byte order marks, CRLF, blank lines, no final line end, lines shuffled; again another zone and locale',
    ],
  ])('%s: %s', (name) => {
    for (const [file, content] of Object.entries(bytes['plain'] ?? {}))
      expect(bytes[name]?.[file] === content, `${file} differs`).toBe(true);
  });

  test('two runs in a row into one folder', async () => {
    const again = await peerbridge(['check', at('source', 'plain'), ...QUESTION, '--out', at('out', 'plain')]);
    expect(again.code).toBe(0);
    expect(bytesOf(at('out', 'plain'), ['manifest.json'])).toEqual(bytes['plain']);
  });
});

test('the engine writes the same bytes with one thread and with several', async () => {
  const source = sourceOf(at('threads', 'source'), [], scattered(STORY, 13));
  const [foundation, specifications] = [await loadFoundation(), await loadSpecifications([])];
  const run = async (threads: number): Promise<Record<string, string>> => {
    const [scratch, out] = [at('threads', `scratch-${String(threads)}`), at('threads', `out-${String(threads)}`)];
    for (const folder of [scratch, out]) mkdirSync(folder);
    await check(
      {
        source: await openSource(source, scratch),
        foundation,
        question: {
          from: '2026-03-01',
          to: '2026-03-31',
          asOf: '2026-03-31',
          timeZone: 'America/New_York',
          specifications: specifications.map((specification) => ({ specification, chosen: new Map<string, string>() })),
          byCoverage: true,
          readings: 'all',
        },
        declaredComplete: new Set(),
        formats: ['csv', 'parquet'],
        members: [],
        runner: duckdbRunner({ threads }),
        scratch,
        watch: () => undefined,
        invocation: { version: '', command: [], startedAt: '', hash: false },
      },
      out,
    );
    return bytesOf(out, ['manifest.json']);
  };
  const [one, several] = [await run(1), await run(3)];
  expect(Object.keys(one)).toContain('case-rate.csv');
  expect(several).toEqual(one);
});
