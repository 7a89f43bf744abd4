import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from './order.ts';

type Graph = Readonly<Record<string, readonly string[]>>;

function ordered(graph: Graph): string[][] {
  return inOrder(Object.keys(graph), (node) => graph[node] ?? []).map((group) => group.sort());
}

describe('nodes stand after those they depend on', () => {
  test.each<[string, Graph, string[][]]>([
    ['none', {}, []],
    ['a chain', { c: ['b'], b: ['a'], a: [] }, [['a'], ['b'], ['c']]],
    ['a ring', { a: ['b'], b: ['a'], c: ['a'] }, [['a', 'b'], ['c']]],
    ['itself', { a: ['a'] }, [['a']]],
    ['what is not there', { a: ['x'] }, [['a']]],
    [
      'two rings',
      { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
      [
        ['c', 'd'],
        ['a', 'b'],
      ],
    ],
  ])('%s', (_, graph, groups) => {
    expect(ordered(graph)).toEqual(groups);
  });

  test('a chain of a hundred thousand', () => {
    const nodes = Array.from({ length: 100_000 }, (_, index) => index);
    const groups = inOrder(nodes, (node) => (node + 1 < nodes.length ? [node + 1] : []));
    expect([groups.length, groups[0], groups.at(-1)]).toEqual([100_000, [99_999], [0]]);
  });

  test('whatever the graph: each node once, and no dependency in a later group', () => {
    const graph = fc.array(fc.array(fc.nat(14), { maxLength: 4 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(graph, (edges) => {
        const groups = inOrder(edges.keys(), (node) => edges[node] ?? []);
        const place = new Map(groups.flatMap((group, index) => group.map((node) => [node, index] as const)));
        expect(place.size).toBe(edges.length);
        expect(groups.flat()).toHaveLength(edges.length);
        for (const [node, targets] of edges.entries())
          for (const target of targets.filter((one) => one < edges.length))
            expect(place.get(target)).toBeLessThanOrEqual(place.get(node) ?? -1);
      }),
    );
  });
});
