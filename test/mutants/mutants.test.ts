import { expect, test } from 'vitest';
import { mutantsOf } from './mutants.ts';

const changesOf = (sql: string): string[] => mutantsOf({ file: 'x.sql', sql }).map(({ change }) => change);

test('a comparison moves by one step', () => {
  expect(changesOf('select a from b where c.x < d.y and c.z >= add_days(d.w, e.n) or f > 1 and g <= h')).toEqual([
    'c.x < d.y → c.x <= d.y',
    'c.z >= add_days(d.w, e.n) → c.z > add_days(d.w, e.n)',
    'f > 1 → f >= 1',
    'g <= h → g < h',
  ]);
});

test('an equality of dates or numbers is opened to either side, one of keys is not', () => {
  expect(changesOf("where a.first_date = date '0001-01-01' and a.key = b.key and x = 'yes'")).toEqual([
    "a.first_date = date '0001-01-01' → a.first_date >= date '0001-01-01'",
  ]);
  expect(changesOf("where min(a) = max(a) or b.modes = c.modes or d <> 'no'")).toEqual([]);
  expect(changesOf('where first_date <> last_date and n = 0')).toEqual([
    'first_date <> last_date → first_date < last_date',
    'first_date <> last_date → first_date > last_date',
    'n = 0 → n >= 0',
  ]);
  expect(changesOf('where list_size(a.xs) <> 1')).toEqual([
    'list_size(a.xs) <> 1 → list_size(a.xs) < 1',
    'list_size(a.xs) <> 1 → list_size(a.xs) > 1',
  ]);
});

test('a step of one becomes none, or two', () => {
  expect(changesOf('select add_days(a, 1), add_days(b, -1), c - 1 as d, lag(e, 1) over w, -1 as f')).toEqual([
    'add_days(a, 1) → add_days(a, 0)',
    'add_days(a, 1) → add_days(a, 2)',
    'add_days(b, -1) → add_days(b, -0)',
    'add_days(b, -1) → add_days(b, -2)',
    'c - 1 → c - 0',
    'c - 1 → c - 2',
  ]);
});

test('comments and texts are left alone, and twins are told apart', () => {
  expect(changesOf("-- a < b\nselect '<' from x where a < b or a < b")).toEqual([
    'a < b → a <= b',
    'a < b → a <= b #2',
  ]);
});

test('a mutant is the whole text with its one change, and knows its line', () => {
  const [mutant] = mutantsOf({ file: 'x.sql', sql: '-- a\nselect 1\nwhere a < b' });
  expect(mutant).toMatchObject({ line: 3, sql: '-- a\nselect 1\nwhere a <= b' });
});
