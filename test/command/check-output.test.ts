import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { linesOf, peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { bytesOf, workshop } from './folders.ts';
import { CENTER, contact, member, sourceOf } from './story.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31'];
const count = z.number().int().min(0);
const days = z.strictObject({ satisfied: count, notSatisfied: count, insufficientData: count });
const summarySchema = z.looseObject({
  from: z.literal('2026-03-01'),
  to: z.literal('2026-03-31'),
  asOf: z.literal('2026-03-20'),
  engine: z.literal('duckdb'),
  specifications: z.array(
    z.strictObject({
      id: z.string(),
      members: count,
      providers: count,
      memberDays: days,
      reasons: z.array(z.strictObject({ reason: z.string(), memberDays: count, members: count })),
      issues: z.strictObject({ error: count, warning: count, information: count }),
    }),
  ),
  undecided: z.array(
    z.strictObject({ reason: z.string(), memberDays: count, members: count, wouldBeDecidedBy: z.string().min(1) }),
  ),
});
const manifestSchema = z.looseObject({
  version: z.string().min(1),
  command: z.array(z.string()),
  inputs: z.array(z.looseObject({ file: z.string(), bytes: z.number(), sha256: z.string().optional() })),
  specifications: z.array(z.looseObject({ id: z.string(), parameters: z.record(z.string(), z.string()) })),
  engine: z.string(),
  timings: z.record(z.string(), z.number()),
  counts: z.record(z.string(), z.strictObject({ read: count, used: count, quarantined: count })),
});

const source = at('source');
const WAYS = {
  plain: ['--as-of', '2026-03-20', '--json', '--hash'],
  csv: ['--format', 'csv', '--members', 'birch', '--set', 'molina-cps:window.boundary=n-days-elapsed'],
  parquet: ['--format', 'parquet', '--readings', '--specification', 'molina-cps'],
} as const;
const TABLES = ['case-rate', 'findings', 'billing'];
const ALWAYS = [
  'detected-issues.ndjson',
  'issues.csv',
  'manifest.json',
  'measure-reports.ndjson',
  'report.html',
  'summary.json',
  'tasks.ndjson',
];

let ended: Record<keyof typeof WAYS, Ended>;
beforeAll(async () => {
  const unclear = contact('birch-1', 'birch', '2026-03-02', { class: { code: 'VR' } });
  sourceOf(source, [CENTER, ...member('ash', ['2026-03-02']), ...member('birch', []), unclear], { '=notes.txt': '' });
  const run = (way: keyof typeof WAYS): Promise<Ended> =>
    peerbridge(['check', source, ...MARCH, ...WAYS[way], '--out', at(way)]);
  const [plain, csv, parquet] = await Promise.all([run('plain'), run('csv'), run('parquet')]);
  ended = { plain, csv, parquet };
});

/** A JSON file of an output. */
function json(way: keyof typeof WAYS, name: string): unknown {
  return JSON.parse(readFileSync(at(way, name), 'utf8'));
}

test('all end with 0', () => {
  for (const { code } of Object.values(ended)) expect(code).toBe(0);
});

test('--json prints the summary of summary.json and nothing else, not even how far it is', () => {
  expect(ended.plain.stderr).toBe('');
  const printed = summarySchema.parse(JSON.parse(ended.plain.stdout));
  expect(printed).toEqual(json('plain', 'summary.json'));
  const [cps] = printed.specifications;
  expect(cps).toMatchObject({ id: 'molina-cps', members: 2, providers: 1 });
  // two members, twenty days until as-of
  expect(cps?.memberDays).toEqual({ satisfied: 7, notSatisfied: 26, insufficientData: 7 });
  expect(printed.undecided.map(({ reason, memberDays }) => [reason, memberDays])).toEqual([['contact-undecided', 7]]);
});

describe('--format', () => {
  const names = (formats: readonly string[], more: readonly string[] = []): string[] =>
    [...TABLES.flatMap((table) => formats.map((format) => `${table}.${format}`)), ...ALWAYS, ...more].sort();

  test('both is the default', () => {
    expect(Object.keys(bytesOf(at('plain')))).toEqual(names(['csv', 'parquet']));
  });

  test('csv', () => {
    expect(Object.keys(bytesOf(at('csv')))).toEqual(names(['csv']));
  });

  test('parquet, with what other readings would change', () => {
    expect(Object.keys(bytesOf(at('parquet')))).toEqual(names(['parquet'], ['readings.csv']));
  });
});

describe('manifest.json', () => {
  test('says what was asked, read and found', () => {
    const manifest = manifestSchema.parse(json('csv', 'manifest.json'));
    expect(manifest.command).toEqual(['check', source, ...MARCH, ...WAYS.csv, '--out', at('csv')]);
    const [cps, prc] = manifest.specifications;
    expect(cps?.parameters['window.boundary']).toBe('n-days-elapsed');
    expect(prc?.parameters['window.boundary']).toBe('n-dates-inclusive');
    expect(manifest.counts['Encounter']).toEqual({ read: 4, used: 4, quarantined: 0 });
    expect(manifest.inputs.every(({ sha256 }) => sha256 === undefined)).toBe(true);
  });

  test('has SHA-256 of each input with --hash', () => {
    const { inputs } = manifestSchema.parse(json('plain', 'manifest.json'));
    expect(inputs.map(({ file }) => file)).toContain('Encounter.ndjson');
    for (const { file, bytes, sha256 } of inputs) {
      const content = readFileSync(at('source', file));
      expect([bytes, sha256]).toEqual([content.length, createHash('sha256').update(content).digest('hex')]);
    }
  });
});

test('a person gets a summary, and on stderr how far it is', () => {
  const { stdout, stderr } = ended.csv;
  expect(linesOf(stderr)).toEqual(['reading …', 'judging …', 'writing …']);
  for (const text of ['molina-cps', 'optum-prc', 'case-rate.csv', 'peerbridge']) expect(stdout).toContain(text);
});

test('--members chooses whose calendar the page shows', () => {
  const page = readFileSync(at('csv', 'report.html'), 'utf8');
  expect(page).toContain('Patient/birch');
  expect(page).not.toContain('Patient/ash');
});

test('the name of a file that a spreadsheet would run is made harmless', () => {
  expect(readFileSync(at('csv', 'issues.csv'), 'utf8')).toContain("\n'=notes.txt,");
});
