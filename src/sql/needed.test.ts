import { expect, test } from 'vitest';
import { neededResources, neededStatements } from './needed.ts';
import type { ResourceRelation, Statement } from './runner.ts';
import { compileView, parseViewDefinition } from './views/compile.ts';

const table = (name: string, ...reads: string[]): Statement => ({ name, sql: '', as: 'table', reads, file: name });
const view = (name: string, ...reads: string[]): Statement => ({ name, sql: '', as: 'view', reads, file: name });

/** Places of the statements that these results need. */
function neededFor(statements: readonly Statement[], ...results: string[]): number[] {
  const job = { statements, outputs: [], results: results.map((name) => ({ name, sql: '', reads: [name] })) };
  return neededStatements(job).map((one) => statements.indexOf(one));
}

test('what nothing reads is not needed, nor what only that reads', () => {
  expect(neededFor([table('a'), table('b', 'a'), view('w', 'b'), table('c')], 'c')).toEqual([3]);
});

test('who reads a view needs what the view reads', () => {
  expect(neededFor([table('a'), table('x'), view('v', 'a'), table('c', 'v')], 'c')).toEqual([0, 2, 3]);
});

test('a name made again is another one: each reader needs the one before it', () => {
  const statements = [table('x'), table('y'), view('v', 'x'), table('a', 'v'), view('v', 'y'), table('b', 'v')];
  expect(neededFor(statements, 'a')).toEqual([0, 2, 3]);
  expect(neededFor(statements, 'b')).toEqual([1, 4, 5]);
});

const resource = (name: string, type: string, unique: boolean): ResourceRelation => ({
  view: compileView(
    parseViewDefinition({
      resourceType: 'ViewDefinition',
      name,
      status: 'active',
      resource: type,
      select: [{ column: [{ name: 'id', path: 'id' }] }],
    }),
  ),
  files: [],
  unique,
  suspect: null,
});

test('a view is read where something that comes out reads it, and with it the one that counts its type', () => {
  const resources = [
    resource('encounter', 'Encounter', true),
    resource('encounter_note', 'Encounter', false),
    resource('claim', 'Claim', true),
    resource('claim_line', 'Claim', false),
  ];
  const statements = [table('note', 'encounter_note'), table('line', 'claim_line')];
  const needed = (name: string): string[] =>
    neededResources({ resources, statements, outputs: [], results: [{ name, sql: '', reads: [name] }] }).map(
      ({ view: { name: one } }) => one,
    );
  expect(needed('note')).toEqual(['encounter', 'encounter_note']);
  expect(needed('claim')).toEqual(['claim']);
  expect(needed('nothing')).toEqual([]);
});
