import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { engines } from '../../../test/engines.ts';
import type { Runner } from '../runner.ts';
import { compileView, parseViewDefinition, ViewError } from './compile.ts';
import type { CompiledView } from './compile.ts';

const rowSchema = z.record(z.string(), z.unknown());
const groupSchema = z.object({
  title: z.string(),
  resources: z.array(z.looseObject({ resourceType: z.string() })),
  tests: z.array(
    z.strictObject({
      title: z.string(),
      description: z.string().optional(),
      tags: z.array(z.string()).optional(),
      view: z.unknown(),
      expect: z.array(rowSchema).optional(),
      expectColumns: z.array(z.string()).optional(),
      columns: z.array(z.string()).optional(),
      expectError: z.literal(true).optional(),
      error: z.string().optional(),
      fails: z.string().optional(),
    }),
  ),
});
type Group = z.infer<typeof groupSchema>;
type Row = z.infer<typeof rowSchema>;

/** Why each view of the public suite that must be refused is wrong: without it, any error at all would pass. */
const REASONS: Readonly<Record<string, string>> = {
  "collection / fail when 'collection' is not true": 'select[0].column[1].path',
  'constant / accessing an undefined constant': 'select[0].forEach',
  'constant / incorrect constant definition': 'constant[0]',
  'union / column mismatch': 'select[0].unionAll[1]',
  'union / column order mismatch': 'select[0].unionAll[1]',
  'validate / empty': 'resource',
  'validate / missing resource': 'resource',
  'validate / wrong fhirpath': 'select[0].forEach',
  'validate / wrong type in forEach': 'select[0].forEach',
  'validate / where with path resolving to not boolean': 'where[0].path',
  'view_resource / resource not specified': 'resource',
};
const PUBLIC_CASES = 86;

const folder = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const writtenSchema = z.array(rowSchema);

/** Runs a view over resources, read as a lake keeps them: one file per type, with the schema that the view asks for. */
async function rowsOf(view: CompiledView, resources: Group['resources'], runner: Runner): Promise<Row[]> {
  const [file, out] = [join(folder, `${view.resource}.ndjson`), join(folder, 'rows.json')];
  const own = resources.filter((resource) => resource.resourceType === view.resource);
  // a resource has an id wherever it is stored; some cases leave it out
  const lines = own.map((resource, index) => `${JSON.stringify({ id: `without-${index}`, ...resource })}\n`);
  writeFileSync(file, lines.join(''));
  const job = {
    inputs: [],
    resources: [{ view, files: [{ path: file, format: 'ndjson' as const }], unique: false, suspect: null }],
    statements: [],
    outputs: [
      {
        columns: [],
        sql: `select * from "${view.name}"`,
        reads: [view.name],
        files: [{ format: 'json' as const, path: out }],
      },
    ],
    results: [],
    scratch: folder,
  };
  expect((await runner.run(job, () => undefined)).state).toBe('done');
  return writtenSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
}

/** A row as text that doesn't depend on the order of columns. */
function canonical(row: Row): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function refusal(view: unknown): ViewError {
  try {
    compileView(parseViewDefinition(view));
  } catch (error) {
    if (error instanceof ViewError) return error;
    throw error;
  }
  throw new Error('the view was not refused');
}

function runGroup(group: Group): void {
  describe(group.title, () => {
    describe.each(engines)('on $name', ({ runner }) => {
      for (const wanted of group.tests)
        test(wanted.title, async () => {
          await runCase(group, wanted, runner);
        });
    });
  });
}

async function runCase(group: Group, wanted: Group['tests'][number], runner: Runner): Promise<void> {
  const element = wanted.expectError ? REASONS[`${group.title} / ${wanted.title}`] : wanted.error;
  if (wanted.expectError === true || element !== undefined) {
    expect(refusal(wanted.view).element).toBe(element);
    return;
  }
  const compiled = compileView(parseViewDefinition(wanted.view));
  if (wanted.fails !== undefined) {
    await expect(rowsOf(compiled, group.resources, runner)).rejects.toThrow(wanted.fails);
    return;
  }
  const rows = await rowsOf(compiled, group.resources, runner);
  if (wanted.expect === undefined) throw new Error('the case expects nothing');
  expect(rows.map(canonical).sort()).toEqual(wanted.expect.map(canonical).sort());
  const columns = compiled.columns.map(({ name }) => name);
  for (const row of rows) expect(Object.keys(row)).toEqual(columns);
  const order = wanted.expectColumns ?? wanted.columns;
  if (order !== undefined) expect(columns).toEqual(order);
}

describe('cases of our own', () => {
  const file = fileURLToPath(new URL('./cases.yaml', import.meta.url));
  z.array(groupSchema)
    .parse(parse(readFileSync(file, 'utf8')))
    .forEach(runGroup);
});

const suite = fileURLToPath(new URL('../../../../shared/testdata/sql-on-fhir/', import.meta.url));
if (existsSync(suite)) {
  describe('SQL on FHIR v2, public test suite', () => {
    const files = readdirSync(suite).filter((name) => name.endsWith('.json'));
    const groups = files.map((name) => groupSchema.parse(JSON.parse(readFileSync(join(suite, name), 'utf8'))));
    groups.forEach(runGroup);
    test('all cases are there, and none that must be refused lacks its reason', () => {
      expect(groups.flatMap((group) => group.tests)).toHaveLength(PUBLIC_CASES);
      const refused = groups.flatMap((group) =>
        group.tests.filter((wanted) => wanted.expectError).map((wanted) => `${group.title} / ${wanted.title}`),
      );
      expect(refused.sort()).toEqual(Object.keys(REASONS).sort());
    });
  });
} else {
  test.skipIf(process.env['CI'] === undefined)(
    'SQL on FHIR v2, public test suite: skipped, ../shared/testdata is not here',
    () => {
      expect(existsSync(suite), `${suite} must be there in CI`).toBe(true);
    },
  );
}
