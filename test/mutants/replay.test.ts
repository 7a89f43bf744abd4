import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { relation } from '../../src/engine/input-relations.ts';
import { withDatabase } from '../../src/sql/duckdb/runner.ts';
import { mutantsOf } from './mutants.ts';
import { Replay } from './replay.ts';
import type { Stage } from './stage.ts';

const scratch = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const few = {
  name: 'few',
  file: 'few.sql',
  as: 'table',
  reads: ['number'],
  sql: 'select n from number where n < 3',
} as const;
const sum = {
  name: 'sum_of_few',
  file: 'sum.sql',
  as: 'view',
  reads: ['few'],
  sql: 'select sum(n) as n from few',
} as const;

/** Numbers, those below 3, and their sum; a case that expects a sum. */
function stageOf(numbers: readonly number[], expected: number): Stage {
  return {
    name: 'numbers',
    inputs: [
      relation(
        'number',
        { n: 'integer' },
        numbers.map((n) => [n]),
      ),
    ],
    statements: [few, sum],
    results: [{ name: 'sum', sql: 'select cast(n as integer) as n from sum_of_few', reads: ['sum_of_few'] }],
    contradicted: (results) => (results['sum']?.[0]?.['n'] === expected ? [] : ['the sum']),
  };
}

const killers = (stage: Stage, mutants = mutantsOf(few)): Promise<(string | null)[]> =>
  withDatabase(scratch, {}, async (connection) => {
    const replay = await Replay.of(connection, stage, 0);
    const found: (string | null)[] = [];
    for (const mutant of mutants) found.push(await replay.killer(mutant));
    return found;
  });

test('a case with the boundary kills, through what reads the mutant; one without it doesn’t', async () => {
  expect(await killers(stageOf([1, 2, 3], 3))).toEqual(['the sum']);
  expect(await killers(stageOf([1, 2, 4], 3))).toEqual([null]);
});

test('a case that fails without a mutant kills none', async () => {
  expect(await killers(stageOf([1, 2, 3], 5))).toEqual([null]);
});

test('a mutant that does not run is killed, one of another text changes nothing', async () => {
  const [mutant] = mutantsOf(few);
  if (mutant === undefined) throw new TypeError('the text has a comparison');
  const others = [{ ...mutant, sql: 'select nothing from number' }, { ...mutant, file: 'other.sql' }, mutant];
  expect(await killers(stageOf([1, 2, 3], 3), others)).toEqual(['it does not run', null, 'the sum']);
});
