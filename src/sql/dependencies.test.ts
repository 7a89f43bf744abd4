import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedSteps } from './dependencies.ts';
import type { Statement } from './runner.ts';
import { sideBySide } from './side-by-side.ts';

const table = (name: string, ...reads: string[]): Statement => ({ name, sql: '', as: 'table', reads, file: name });
const view = (name: string, ...reads: string[]): Statement => ({ name, sql: '', as: 'view', reads, file: name });

function waits(statements: Statement[], ...results: string[]): string[] {
  const job = {
    resources: [],
    statements,
    outputs: [],
    results: results.map((name) => ({ name, sql: '', reads: [name] })),
  };
  const steps = orderedSteps(job);
  const name = (place: number): string => {
    const { step } = steps[place] ?? {};
    return step === undefined || step.kind === 'output'
      ? '?'
      : `${step.kind === 'result' ? 'result ' : ''}${step.of.name}`;
  };
  return steps.map(
    ({ after, tables }, place) =>
      `${name(place)} after [${after.map(name).sort().join(' ')}], reads [${[...tables].sort().join(' ')}]`,
  );
}

test('a step waits for what it reads, and for nothing else', () => {
  expect(waits([table('a'), table('b'), table('c', 'a'), table('d', 'a', 'b')], 'c', 'd')).toEqual([
    'a after [], reads []',
    'b after [], reads []',
    'c after [a], reads [a]',
    'd after [a b], reads [a b]',
    'result c after [c], reads [c]',
    'result d after [d], reads [d]',
  ]);
});

test('through a view it waits for what the view reads, and reads those tables', () => {
  expect(waits([table('a'), view('v', 'a'), view('w', 'v'), table('b', 'w')], 'b')).toEqual([
    'a after [], reads []',
    'v after [a], reads [a]',
    'w after [a v], reads [a]',
    'b after [a v w], reads [a]',
    'result b after [b], reads [b]',
  ]);
});

test('a name is made anew only when all who read what it stood for are through', () => {
  const statements = [table('x'), table('y'), view('v', 'x'), table('a', 'v'), view('v', 'y'), table('b', 'v')];
  expect(waits(statements, 'a', 'b')).toEqual([
    'x after [], reads []',
    'y after [], reads []',
    'v after [x], reads [x]',
    'a after [v x], reads [x]',
    'v after [a v y], reads [y]',
    'b after [v y], reads [y]',
    'result a after [a], reads [a]',
    'result b after [b], reads [b]',
  ]);
});

test('what nothing reads is no step', () => {
  expect(waits([table('a'), table('b', 'a'), table('c')], 'c')).toEqual([
    'c after [], reads []',
    'result c after [c], reads [c]',
  ]);
});

/** Steps that each wait for some of those before them. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 })
  .map((steps) => steps.map((after, place) => ({ after: place === 0 ? [] : after.map((earlier) => earlier % place) })));

test('each step runs once, after all it waits for, one at a time in a lane', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.integer({ min: 1, max: 3 }), async (steps, lanes) => {
      const done: number[] = [];
      const busy = new Set<number>();
      await sideBySide(steps, lanes, async (place, lane) => {
        expect(busy.has(lane)).toBe(false);
        expect(lane).toBeLessThan(lanes);
        busy.add(lane);
        for (const earlier of steps[place]?.after ?? []) expect(done).toContain(earlier);
        await new Promise((resolve) => setImmediate(resolve));
        done.push(place);
        busy.delete(lane);
      });
      expect(done.toSorted((a, b) => a - b)).toEqual([...steps.keys()]);
    }),
  );
});

test('after a failure nothing is begun, and what runs ends before the failure is thrown', async () => {
  const seen: string[] = [];
  const run = sideBySide([{ after: [] }, { after: [] }, { after: [] }], 2, async (place) => {
    seen.push(`begin ${place}`);
    await new Promise((resolve) => setTimeout(resolve, place === 0 ? 1 : 20));
    if (place === 0) throw new Error('no');
    seen.push(`end ${place}`);
  });
  await expect(run).rejects.toThrow('no');
  expect(seen).toEqual(['begin 0', 'begin 1', 'end 1']);
});
