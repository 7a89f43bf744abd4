/** `cases.yaml` of each mapping: rows of its extracts → resources, issues and days, as someone worked them out by hand. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { rowsOf } from '../../test/command/tables.ts';
import { faultsOf } from '../../test/validation/faults.ts';
import { judge } from '../../test/world.ts';
import type { AnyResource, Span } from '../../test/world.ts';
import { loadSpecifications } from '../engine/knowledge.ts';
import { KINDS } from './canonical.ts';
import { mapExtracts } from './map.ts';
import type { MapSummary } from './map.ts';
import { readMapping } from './mapping-file.ts';
import { filesOf } from './mapping.ts';
import type { Mapping } from './mapping.ts';

const caseSchema = z.strictObject({
  title: z.string(),
  /** Name of a file → its text; left out: the sample. */
  files: z.record(z.string(), z.string()).optional(),
  /** Name of a file → read, mapped, rejected. */
  rows: z.record(z.string(), z.tuple([z.int(), z.int(), z.int()])),
  /** `file:line column severity code: message`. */
  issues: z.array(z.string()).default([]),
  /** All resources of the types named, in the order of their rows; of each, the elements that are told. */
  resources: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
  days: z
    .strictObject({
      from: z.string(),
      to: z.string(),
      complete: z.array(z.string()).default([]),
      /** `service member: from to outcome`; spans of equal outcome are one. */
      spans: z.array(z.string()),
    })
    .optional(),
});
type Case = z.infer<typeof caseSchema>;

const HOME = fileURLToPath(new URL('../../mappings', import.meta.url));
const folders = readdirSync(HOME)
  .map((name) => join(HOME, name))
  .filter((folder) => existsSync(join(folder, 'mapping.yaml')));
const scratch = mkdtempSync(join(tmpdir(), 'mapping-cases-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const resourceSchema = z.looseObject({ resourceType: z.string(), id: z.string() });
/** Keys stand for themselves wherever they can, so that cases are easy to read. */
const allKinds = new Set(KINDS);

describe.each(folders.map((folder) => [basename(folder), folder] as const))('%s', (_, folder) => {
  const cases = z.array(caseSchema).parse(parse(readFileSync(join(folder, 'cases.yaml'), 'utf8')));

  test('has a sample of each of its files, which maps whole', async () => {
    const mapping = await mappingIn(folder);
    const { summary } = await mapped(mapping, sampleOf(folder));
    expect(summary.withoutFile).toEqual([]);
    expect(summary.extracts.filter(({ read, rejected }) => read === 0 || rejected > 0)).toEqual([]);
  });

  test.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
    const mapping = { ...(await mappingIn(folder)), plainKinds: allKinds };
    const { summary, issues, resources, complete } = await mapped(mapping, filesIn(folder, one));
    expect(Object.fromEntries(summary.extracts.map((e) => [e.extract, [e.read, e.mapped, e.rejected]]))).toEqual(
      one.rows,
    );
    expect(issues).toEqual(one.issues);
    // against the profiles that they claim
    expect(resources.flatMap((resource) => faultsOf(resource))).toEqual([]);
    for (const [type, wanted] of Object.entries(one.resources))
      expect(
        resources.filter(({ resourceType }) => resourceType === type),
        type,
      ).toMatchObject(wanted);
    if (one.days === undefined) return;
    const { from, to, complete: declared } = one.days;
    const specifications = await loadSpecifications([]);
    const { spans } = await judge({
      ...{ resources, from, to, readings: 'none', declaredComplete: declared },
      complete,
      specifications: specifications.map(({ id }) => id),
    });
    const services = new Map(specifications.map(({ id, services: [service] }) => [id, service ?? id]));
    expect(joined(spans, services)).toEqual(one.days.spans);
  });
});

async function mappingIn(folder: string): Promise<Mapping> {
  return await readMapping(new URL(`file://${folder}/`));
}

function sampleOf(folder: string): Map<string, string> {
  const names = readdirSync(join(folder, 'sample')).sort();
  return new Map(names.map((name) => [name.replace(/\.csv$/, ''), join(folder, 'sample', name)]));
}

function filesIn(folder: string, { title, files }: Case): Map<string, string> {
  if (files === undefined) return sampleOf(folder);
  const home = join(scratch, title);
  mkdirSync(home, { recursive: true });
  return new Map(
    Object.entries(files).map(([name, text]) => {
      const path = join(home, `${name}.csv`);
      writeFileSync(path, text);
      return [name, path];
    }),
  );
}

interface Outcome {
  readonly summary: MapSummary;
  readonly issues: readonly string[];
  readonly resources: readonly AnyResource[];
  readonly complete: readonly string[];
}

async function mapped(mapping: Mapping, inputs: ReadonlyMap<string, string>): Promise<Outcome> {
  for (const name of inputs.keys()) expect(filesOf(mapping)).toContain(name);
  const out = mkdtempSync(join(scratch, 'out-'));
  const request = { mapping, inputs, secret: 'a secret', dryRun: false, scratch, watch: () => undefined };
  const { summary } = await mapExtracts(request, out);
  for (const { read, mapped: whole, rejected } of summary.extracts) expect(read).toBe(whole + rejected);
  const types = readdirSync(out).filter((name) => name.endsWith('.ndjson'));
  const lines = types.flatMap((name) => readFileSync(join(out, name), 'utf8').split('\n'));
  const issues = rowsOf(readFileSync(join(out, 'issues.csv'), 'utf8')).map(
    ({ file, line, column, code, severity, message }) =>
      [`${file ?? ''}:${line ?? ''}`, column, severity, `${code ?? ''}:`, message]
        .filter((part) => part !== '')
        .join(' '),
  );
  return {
    summary,
    issues,
    resources: lines.filter((line) => line !== '').map((line) => resourceSchema.parse(JSON.parse(line))),
    complete: types.map((name) => name.replace(/\.ndjson$/, '')),
  };
}

/** `service member: from to outcome`. */
function joined(spans: readonly Span[], services: ReadonlyMap<string, string>): string[] {
  const found: { who: string; from: string; to: string; outcome: string }[] = [];
  for (const { specification, member, start_date: from, end_date: to, outcome } of spans) {
    const who = `${services.get(specification) ?? ''} ${member.replace('Patient/', '')}`;
    const last = found.at(-1);
    if (last?.who === who && last.outcome === outcome && dayAfter(last.to) === from) last.to = to;
    else found.push({ who, from, to, outcome });
  }
  return found.map(({ who, from, to, outcome }) => `${who}: ${from} ${to} ${outcome}`);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
