/** What a check writes, on every engine, byte for byte as on DuckDB: stories, generated members, Synthea, and files that are broken. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { parquetCopies } from '../../bench/parquet.ts';
import { duckdbRunner } from '../../src/sql/duckdb/runner.ts';
import { BROKEN, BROKEN_FOR_ALL } from '../command/broken-lines.ts';
import { workshop } from '../command/folders.ts';
import { mixedStory } from '../command/mixed-story.ts';
import { lines, member, ndjson, sourceOf, withLines } from '../command/story.ts';
import { engines } from '../engines.ts';
import { generated, resourcesOf } from '../generated.ts';
import { bytesOf, checkInto, parquetOf, questionOf } from './check-run.ts';

const at = workshop();
const others = engines.filter(({ name }) => name !== 'duckdb');
const SMALL_CENTER = fileURLToPath(new URL('../../examples/small-center/fhir/', import.meta.url));
const SYNTHEA = fileURLToPath(new URL('../../../shared/testdata/synthea/', import.meta.url));

/** Members of three seeds, each with ids of its own, in one source. */
async function generatedFolder(path: string): Promise<string> {
  const seeds = await Promise.all(
    [1, 2, 3].map(async (seed) => {
      const all = resourcesOf(await generated({ members: 60, seed }));
      const text = all.map((one) => `${JSON.stringify(one)}\n`).join('');
      return text.replaceAll(/("id":"|"reference":"[A-Za-z]+\/)/g, `$1s${seed}-`);
    }),
  );
  const byType = Map.groupBy(
    seeds.join('').trimEnd().split('\n'),
    (line) => /"resourceType":"(\w+)"/.exec(line)?.[1] ?? '',
  );
  mkdirSync(path, { recursive: true });
  for (const [type, all] of byType) writeFileSync(join(path, `${type}.ndjson`), `${all.join('\n')}\n`);
  return path;
}

/** A story in which the files of encounters hold everything that can't be taken; some of it compressed. */
function brokenFolder(path: string): string {
  const story = [
    ...mixedStory(6, 6),
    ...[...BROKEN, ...BROKEN_FOR_ALL].flatMap((one) => member(one.member, ['2026-03-03'])),
  ];
  const files = ndjson(story);
  const broken = withLines(
    files['Encounter.ndjson'] ?? '',
    [...BROKEN, ...BROKEN_FOR_ALL].map(({ line }) => line),
  );
  const half = lines(mixedStory(2, 3).filter(({ resourceType }) => resourceType === 'Communication'));
  return sourceOf(path, [], {
    ...files,
    'Encounter.ndjson': broken.bytes,
    'ServiceRequest.ndjson': '',
    'ServiceRequest.0.ndjson.gz': gzipSync(files['ServiceRequest.ndjson'] ?? ''),
    'Communication.twice.ndjson': half,
  });
}

const SOURCES: readonly { what: string; from: string; to: string; folder: () => Promise<string> | string }[] = [
  { what: 'the story of a small center', from: '2026-03-01', to: '2026-03-31', folder: () => SMALL_CENTER },
  { what: 'its Parquet copy', from: '2026-03-01', to: '2026-03-31', folder: () => parquetCopy(at('parquet')) },
  {
    what: 'broken, repeated and compressed lines',
    from: '2026-03-01',
    to: '2026-03-31',
    folder: () => brokenFolder(at('broken')),
  },
  {
    what: 'generated members of three seeds',
    from: '2026-01-01',
    to: '2026-06-30',
    folder: () => generatedFolder(at('generated')),
  },
  ...(existsSync(SYNTHEA) ? [{ what: 'Synthea', from: '2020-01-01', to: '2020-12-31', folder: () => SYNTHEA }] : []),
];

async function parquetCopy(path: string): Promise<string> {
  cpSync(SMALL_CENTER, path, { recursive: true });
  return await parquetCopies(path);
}

test.skipIf(process.env['CI'] === undefined)('Synthea: skipped, ../shared/testdata is not here', () => {
  expect(existsSync(SYNTHEA), `${SYNTHEA} must be there in CI`).toBe(true);
});

describe.each(others)('on $name', ({ name, runner }) => {
  describe.each(SOURCES)('$what', ({ what, from, to, folder }) => {
    let due: string;
    let found: string;
    beforeAll(async () => {
      const [question, source] = [await questionOf(from, to, 'all'), await folder()];
      due = await checkInto(at(`${what} duckdb`), source, question, duckdbRunner());
      found = await checkInto(at(`${what} ${name}`), source, question, runner);
    });

    test('gives the same bytes', () => {
      const expected = bytesOf(due);
      expect(expected['case-rate.csv']).toContain('specification,');
      expect(bytesOf(found)).toEqual(expected);
    });

    test('gives the same Parquet: columns, types and rows', async () => {
      expect(await parquetOf(found)).toEqual(await parquetOf(due));
    });
  });
});
