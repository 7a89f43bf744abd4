import { expect, test } from 'vitest';
import { lifetimes, neededResources } from './lifetime.ts';
import type { ResourceRelation, Statement } from './runner.ts';
import { compileView, parseViewDefinition } from './views/compile.ts';

const table = (name: string, ...reads: string[]): Statement => ({ name, sql: '', as: 'table', reads, file: name });
const view = (name: string, ...reads: string[]): Statement => ({ name, sql: '', as: 'view', reads, file: name });

function of(statements: Statement[], ...results: string[]): Record<string, string> {
  const job = {
    resources: [],
    statements,
    outputs: [],
    results: results.map((name) => ({ name, sql: '', reads: [name] })),
  };
  return Object.fromEntries(
    lifetimes(job).map(({ isUsed, ends }, index) => [
      `${index} ${statements[index]?.name ?? ''}`,
      isUsed ? `ends ${ends.join(' ')}`.trim() : 'unused',
    ]),
  );
}

test('a table ends with the last statement that reads it, not before', () => {
  expect(of([table('a'), table('b', 'a'), table('c', 'a', 'b'), table('d', 'c')], 'd')).toEqual({
    '0 a': 'ends',
    '1 b': 'ends',
    '2 c': 'ends a b',
    '3 d': 'ends c',
  });
});

test('who reads a view reads what the view reads', () => {
  const statements = [table('a'), view('v', 'a'), table('b', 'a'), table('c', 'v'), table('d', 'b', 'c')];
  expect(of(statements, 'd')).toEqual({
    '0 a': 'ends',
    '1 v': 'ends',
    '2 b': 'ends',
    '3 c': 'ends a',
    '4 d': 'ends b c',
  });
});

test('what nothing reads is unused, and so is what only that reads', () => {
  expect(of([table('a'), table('b', 'a'), view('w', 'b'), table('c')], 'c')).toEqual({
    '0 a': 'unused',
    '1 b': 'unused',
    '2 w': 'unused',
    '3 c': 'ends',
  });
});

test('a view made again is another one: each reader has the one before it', () => {
  const statements = [table('x'), table('y'), view('v', 'x'), table('a', 'v'), view('v', 'y'), table('b', 'v')];
  expect(of(statements, 'a', 'b')).toEqual({
    '0 x': 'ends',
    '1 y': 'ends',
    '2 v': 'ends',
    '3 a': 'ends x',
    '4 v': 'ends',
    '5 b': 'ends y',
  });
});

test('results keep what they read', () => {
  expect(of([table('a'), view('v', 'a'), table('b', 'a')], 'v', 'b')).toEqual({
    '0 a': 'ends',
    '1 v': 'ends',
    '2 b': 'ends',
  });
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
