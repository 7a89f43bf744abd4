import { describe, expect, test } from 'vitest';
import { columnInFile, daysOf } from './made-columns.ts';
import { isMadeRow, madeRows } from './made-rows.ts';
import type { Extract } from './mapping.ts';

const PLAIN: Extract = {
  ...{ name: 'sheet', file: 'sheet', isPart: false, row: 'contact', keyColumn: 'who', columns: ['who', 'month'] },
  ...{ made: new Map(), days: null, fields: [], choices: [] },
};
const days = daysOf((_, message) => new Error(message), 'sheet', {
  row: 'contact',
  each: { columns: 'd01..d31', month: 'month' },
  columns: {},
});
const SHEET: Extract = {
  ...PLAIN,
  days,
  made: new Map([['key', { columns: ['who', 'date', 'nth'] }]]),
};
const dayNames = Array.from({ length: 31 }, (_, day) => `d${String(day + 1).padStart(2, '0')}`);
const HEADER = ['note', 'month', 'who', ...dayNames];

function rows(month: string, filled: Readonly<Record<string, string>>): unknown[] {
  const cells = ['x', month, 'A', ...dayNames.map((name) => filled[name] ?? '')];
  return madeRows(SHEET, HEADER)
    .of(cells)
    .map((one) => (isMadeRow(one) ? [one.place, ...one.cells] : `${one.column ?? ''} ${one.code}`));
}

test('a plain extract takes the rows of its file as they are', () => {
  const cells = ['x', 'A'];
  expect(madeRows(PLAIN, ['a', 'who'])).toMatchObject({ header: ['a', 'who'] });
  expect(madeRows(PLAIN, ['a', 'who']).of(cells)).toEqual([{ cells, place: null }]);
});

describe('a sheet of days', () => {
  test('gives a row for each letter, with its date and a key of its own', () => {
    expect(madeRows(SHEET, HEADER).header).toEqual(['who', 'month', 'letter', 'date', 'nth', 'key']);
    expect(rows('2028-02', { d01: ' P ', d29: 'IT' })).toEqual([
      ['d01', 'A', '2028-02', 'P', '2028-02-01', '1', 'A\u001f2028-02-01\u001f1'],
      ['d29', 'A', '2028-02', 'I', '2028-02-29', '1', 'A\u001f2028-02-29\u001f1'],
      ['d29', 'A', '2028-02', 'T', '2028-02-29', '2', 'A\u001f2028-02-29\u001f2'],
    ]);
  });

  test('names a day that the month has not, and a month that is none', () => {
    expect(rows('2026-02', { d28: 'P', d29: 'P', d30: ' ' })).toEqual([expect.arrayContaining(['d28']), 'd29 value']);
    expect(rows('2026-13', { d01: 'P' })).toEqual(['month value']);
    expect(rows('', {})).toEqual(['month required']);
  });

  test('may lack the days that its month has not', () => {
    const short = madeRows(
      { ...SHEET, days: days && { ...days, month: { constant: '2026-02' } } },
      HEADER.slice(0, -3),
    );
    expect(short.of(['x', '', 'A', 'P']).length).toBe(1);
  });

  test('a fault is told at the column of the file', () => {
    expect(columnInFile(SHEET, 'letter', 'd04')).toBe('d04');
    expect(columnInFile(SHEET, 'key', 'd04')).toBe('who + d04');
    expect(columnInFile(PLAIN, 'who', null)).toBe('who');
  });
});
