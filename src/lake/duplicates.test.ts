import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { copyOf, newestOf } from './duplicates.ts';

function copy(name: string, meta?: Record<string, unknown>) {
  return { ...copyOf({ resourceType: 'Encounter', id: '1', name, ...(meta !== undefined && { meta }) }), name };
}

function kept(...copies: ReturnType<typeof copy>[]): string | null {
  const names = new Set([copies, copies.toReversed()].map((each) => newestOf(each)?.name ?? null));
  expect(names.size, 'the order makes no difference').toBe(1);
  return [...names][0] ?? null;
}

const T1 = '2026-03-01T12:00:00Z';
const T2 = '2026-03-01T08:00:01-04:00';

it('the order of members makes no difference to equality, that of elements does', () => {
  const digest = (text: string) => copyOf(z.looseObject({}).parse(JSON.parse(text))).digest;
  expect(digest('{"a":{"x":1,"y":[1,2]},"b":0.1}')).toBe(digest('{"b":0.10,"a":{"y":[1,2],"x":1}}'));
  expect(digest('{"a":[1,2]}')).not.toBe(digest('{"a":[2,1]}'));
  expect(digest('{"a":"1"}')).not.toBe(digest('{"a":1}'));
  expect(digest('{"a":null}')).not.toBe(digest('{}'));
});

describe('of several copies counts', () => {
  it('the one, where all are equal', () => {
    expect(kept(copy('a'), copy('a'), copy('a'))).toBe('a');
  });
  it('the higher version, as a number, whatever the dates', () => {
    expect(kept(copy('a', { versionId: '9', lastUpdated: T2 }), copy('b', { versionId: '10', lastUpdated: T1 }))).toBe(
      'b',
    );
  });
  it('the later instant, where versions say nothing', () => {
    expect(kept(copy('a', { lastUpdated: T1 }), copy('b', { lastUpdated: T2 }))).toBe('b');
    expect(kept(copy('a', { versionId: '1', lastUpdated: T1 }), copy('b', { versionId: '1', lastUpdated: T2 }))).toBe(
      'b',
    );
    expect(kept(copy('a', { versionId: 'x2', lastUpdated: T1 }), copy('b', { versionId: 'x1', lastUpdated: T2 }))).toBe(
      'b',
    );
    expect(kept(copy('a', { versionId: '7', lastUpdated: T1 }), copy('b', { lastUpdated: T2 }))).toBe('b');
  });
  it('the later instant, to the last digit', () => {
    expect(
      kept(
        copy('a', { lastUpdated: '2026-03-01T12:00:00.0001Z' }),
        copy('b', { lastUpdated: '2026-03-01T12:00:00.00019Z' }),
      ),
    ).toBe('b');
  });
  it('the newest of several, one of them twice', () => {
    const copies = [copy('a', { versionId: '1' }), copy('b', { versionId: '2' }), copy('b', { versionId: '2' })];
    expect(kept(...copies)).toBe('b');
  });
});

describe('none counts', () => {
  it.each([
    ['neither says when', undefined, undefined],
    ['one alone has a version', { versionId: '2' }, undefined],
    ['the same version', { versionId: '2' }, { versionId: '2' }],
    ['the same instant in other words', { lastUpdated: T1 }, { lastUpdated: '2026-03-01T07:00:00.00-05:00' }],
    ['a date without offset', { lastUpdated: T1 }, { lastUpdated: '2026-03-02T12:00:00' }],
    ['a date that does not exist', { lastUpdated: T1 }, { lastUpdated: '2026-13-02T12:00:00Z' }],
    ['a version that is a number, which FHIR does not allow', { versionId: 1 }, { versionId: 2 }],
  ])('%s', (_, a, b) => {
    expect(kept(copy('a', a), copy('b', b))).toBeNull();
  });
  it('where version and date contradict each other among three', () => {
    // b is newer than a by version, a than c by date, c than b by date.
    const a = copy('a', { versionId: '1', lastUpdated: '2026-03-03T00:00:00Z' });
    const b = copy('b', { versionId: '2', lastUpdated: '2026-03-01T00:00:00Z' });
    const c = copy('c', { lastUpdated: '2026-03-02T00:00:00Z' });
    expect(kept(a, b, c)).toBeNull();
  });
});

it('the order of copies makes no difference', () => {
  const meta = fc.record(
    { versionId: fc.constantFrom('1', '2', 'x'), lastUpdated: fc.constantFrom(T1, T2, 'x') },
    { requiredKeys: [] },
  );
  const copies = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), meta), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      copies.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const winner = (list: typeof all) => newestOf(list.map(([name, each]) => copy(name, each)))?.digest ?? null;
        expect(winner(shuffled)).toBe(winner(all));
      },
    ),
  );
});
