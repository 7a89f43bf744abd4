import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { duckdb, jsonColumns } from '../duckdb/dialect.ts';
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

let connection: DuckDBConnection;
let folder: string;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  folder = mkdtempSync(join(tmpdir(), 'views-'));
});
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

/** Runs a view over resources, read as a lake keeps them: one file per type, with the schema that the view asks for. */
async function rowsOf(
  view: CompiledView,
  resources: Group['resources'],
): Promise<{ columns: string[]; rows: string[] }> {
  const file = join(folder, `${view.resource}.ndjson`);
  const own = resources.filter((resource) => resource.resourceType === view.resource);
  writeFileSync(file, own.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
  const source = `read_json(${duckdb.text(file)}, format = 'newline_delimited', columns = ${jsonColumns(view.shape)})`;
  const result = await connection.runAndReadAll(view.sql(duckdb, source));
  return { columns: result.columnNames(), rows: result.getRowObjectsJS().map(canonical).sort() };
}

/** A row as text that depends neither on the order of columns nor on how JavaScript holds 64-bit integers. */
function canonical(row: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
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
    for (const { title, view, ...wanted } of group.tests) {
      test(title, async () => {
        const element = wanted.expectError ? REASONS[`${group.title} / ${title}`] : wanted.error;
        if (wanted.expectError === true || element !== undefined) {
          expect(refusal(view).element).toBe(element);
          return;
        }
        const compiled = compileView(parseViewDefinition(view));
        if (wanted.fails !== undefined) {
          await expect(rowsOf(compiled, group.resources)).rejects.toThrow(wanted.fails);
          return;
        }
        const { columns, rows } = await rowsOf(compiled, group.resources);
        if (wanted.expect === undefined) throw new Error('the case expects nothing');
        expect(rows).toEqual(wanted.expect.map(canonical).sort());
        expect(compiled.columns.map((column) => column.name)).toEqual(columns);
        const order = wanted.expectColumns ?? wanted.columns;
        if (order !== undefined) expect(columns).toEqual(order);
      });
    }
  });
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
