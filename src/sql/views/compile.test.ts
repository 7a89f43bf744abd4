import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { expect, onTestFinished, test } from 'vitest';
import { duckdb, jsonColumns } from '../duckdb/dialect.ts';
import { compileView, mergeShapes, parseViewDefinition } from './compile.ts';
import type { CompiledView, StructShape } from './compile.ts';

const compile = (select: unknown): CompiledView => compileView(parseViewDefinition({ resource: 'Patient', select }));

test('a shape holds what the view reads, typed, and nothing else', () => {
  const view = compile([
    { column: [{ name: 'active', path: 'active' }] },
    { column: [{ name: 'birth', path: 'multipleBirth.ofType(integer)' }] },
    { forEach: 'name', column: [{ name: 'given', path: 'given', collection: true }] },
    { column: [{ name: 'has', path: 'contact.exists()' }] },
  ]);
  expect(view.shape).toEqual({
    kind: 'struct',
    fields: {
      resourceType: { kind: 'string' },
      id: { kind: 'string' },
      active: { kind: 'boolean' },
      multipleBirthInteger: { kind: 'integer' },
      name: {
        kind: 'list',
        of: { kind: 'struct', fields: { given: { kind: 'list', of: { kind: 'string' } } } },
      },
      // Only its being there matters; a struct needs a field.
      contact: { kind: 'list', of: { kind: 'struct', fields: { id: { kind: 'string' } } } },
    },
  });
  expect(view.columns).toEqual([
    { name: 'active', type: 'boolean', collection: false },
    { name: 'birth', type: 'integer', collection: false },
    { name: 'given', type: 'string', collection: true },
    { name: 'has', type: 'boolean', collection: false },
  ]);
});

test('a field is plain SQL: no list operation where R4 has one value', () => {
  const view = compile([{ column: [{ name: 'text', path: 'maritalStatus.text' }] }]);
  expect(view.sql(duckdb, '"Patient"')).toBe(
    `select s."maritalStatus"."text" as "text" from "Patient" as s where (s."resourceType" = 'Patient')`,
  );
});

async function connect(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  onTestFinished(() => {
    connection.closeSync();
  });
  return connection;
}

/** A table function over resources, with a read schema. */
function reading(resources: readonly unknown[], shape: StructShape): string {
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'resources.ndjson');
  writeFileSync(file, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
  return `read_json(${duckdb.text(file)}, format = 'newline_delimited', columns = ${jsonColumns(shape)})`;
}

test('merged shapes serve every view as its own does', async () => {
  const views = [
    compile([{ forEach: 'maritalStatus', column: [{ name: 'text', path: 'text' }] }]),
    compile([{ forEach: 'maritalStatus.coding', column: [{ name: 'code', path: 'code' }] }]),
    compile([{ repeat: ['extension'], column: [{ name: 'url', path: 'url' }] }]),
    compile([{ column: [{ name: 'v', path: "extension('a').extension('b').value.ofType(string).first()" }] }]),
  ];
  const shape = views.map((view) => view.shape).reduce((a, b) => mergeShapes(a, b));
  const patient = {
    resourceType: 'Patient',
    id: 'p',
    maritalStatus: { text: 'single', coding: [{ code: 'S' }] },
    extension: [{ url: 'a', extension: [{ url: 'b', valueString: 'x' }] }],
  };
  const connection = await connect();
  const source = reading([patient], shape);
  const rows = await Promise.all(
    views.map(async (view) => (await connection.runAndReadAll(view.sql(duckdb, source))).getRowObjectsJS()),
  );
  expect(rows).toEqual([[{ text: 'single' }], [{ code: 'S' }], [{ url: 'a' }, { url: 'b' }], [{ v: 'x' }]]);
});

test('other resource types in the source are passed over, though its condition would fail on them', async () => {
  const view = compileView(
    parseViewDefinition({
      resource: 'Patient',
      where: [{ path: "name.family < 'z'" }],
      select: [
        {
          column: [
            { name: 'id', path: 'id' },
            { name: 'family', path: 'name.family' },
          ],
        },
      ],
    }),
  );
  const twoNames = [{ family: 'a' }, { family: 'b' }];
  const others = Array.from({ length: 5000 }, (_, index) => ({
    resourceType: 'Person',
    id: `x${index}`,
    name: twoNames,
  }));
  const source = reading([...others, { resourceType: 'Patient', id: 'p', name: [{ family: 'c' }] }], view.shape);
  const result = await (await connect()).runAndReadAll(view.sql(duckdb, source));
  expect(result.getRowObjectsJS()).toEqual([{ id: 'p', family: 'c' }]);
});

test('shapes of different types are not merged', () => {
  expect(() => mergeShapes({ kind: 'string' }, { kind: 'list', of: { kind: 'string' } })).toThrow(
    'a string and a list',
  );
});
