import { expect, test } from 'vitest';
import { CodeUse } from './code-use.ts';
import type { CodeTable } from './mapping.ts';

const MODE: CodeTable = {
  name: 'mode',
  isOwn: true,
  system: { name: 'mode', url: 'http://example.org/mode', codes: ['phone', 'in-person'], names: new Map() },
  targets: new Map([
    ['TEL', 'phone'],
    ['F2F', 'in-person'],
    ['FAX', null],
  ]),
};
const STATUS: CodeTable = {
  name: 'event-status',
  isOwn: false,
  system: { name: 'event-status', url: 'http://example.org/status', codes: ['completed'], names: new Map() },
  targets: new Map([['completed', 'completed']]),
};

test('codes that are met are counted, table by table', () => {
  const use = new CodeUse();
  const met = ['TEL', 'PORTAL', 'FAX', 'TEL'].map((code) => use.of(MODE).meet(code));
  expect(met).toEqual(['phone', null, null, 'phone']);
  expect(use.of({ ...STATUS }).meet('completed')).toBe('completed');
  expect(use.of({ ...STATUS }).meet('completed')).toBe('completed');
  expect(use.counts()).toEqual([
    { table: 'event-status', code: 'completed', count: 2, target: 'completed', nearest: [] },
    { table: 'mode', code: 'TEL', count: 2, target: 'phone', nearest: [] },
    { table: 'mode', code: 'FAX', count: 1, target: null, nearest: [] },
    { table: 'mode', code: 'PORTAL', count: 1, target: null, nearest: [] },
  ]);
});

test('a table and a system of one name are kept apart', () => {
  const use = new CodeUse();
  use.of(MODE).meet('TEL');
  use.of({ ...MODE, isOwn: false }).meet('TEL');
  expect(use.counts().map(({ count }) => count)).toEqual([1, 1]);
});

test('unmapped ones are kept up to a number, and counted beyond it', () => {
  const use = new CodeUse();
  for (let code = 0; code < 1005; code++) use.of(MODE).meet(`X${code}`);
  expect(use.of(MODE).meet('X0')).toBeNull();
  expect(use.counts()).toHaveLength(1000);
  expect(use.counts()[0]).toEqual({ table: 'mode', code: 'X0', count: 2, target: null, nearest: [] });
  expect(use.tallies().map(({ table, beyond }) => [table, beyond])).toEqual([['mode', 5]]);
});
