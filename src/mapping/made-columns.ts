import type { RowKind } from './canonical.ts';
import { fieldsOf } from './field-mapping.ts';
import type { Wrong } from './field-mapping.ts';
import type { Days, Extract, MadeOf } from './mapping.ts';
import type { WrittenColumn, WrittenExtract } from './mapping-schema.ts';

/** Columns that each letter of a day has, beside those of its row: what it is, its date, and which of the day's letters, from 1. */
export const LETTER_COLUMNS: readonly string[] = ['letter', 'date', 'nth'];

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const LAST = 31;
/** The shortest month has them all; a sheet of a short month may lack the others. */
const ALWAYS = 28;

/** `1..31`, `01..31`, `day_1..day_31`: the columns of the days of a month. Throws what `wrong` makes. */
export function daysOf(wrong: Wrong, name: string, { each }: WrittenExtract): Days | null {
  if (each === undefined) return null;
  const path = ['extracts', name, 'each'];
  const [, prefix = '', first = ''] = /^(.*?)(0?1)\.\.\1?31$/s.exec(each.columns) ?? [];
  if (first === '' || each.columns !== `${prefix}${first}..${prefix}${LAST}`)
    throw wrong([...path, 'columns'], 'names the columns of the days of a month, such as 1..31, 01..31 or d1..d31');
  const columns = Array.from({ length: LAST }, (_, day) => prefix + String(day + 1).padStart(first.length, '0'));
  return { columns, month: MONTH.test(each.month) ? { constant: each.month } : { column: each.month } };
}

/** Columns of an extract that its file doesn't have: `from:` others, or a key that is the same in each row. */
export function madeColumns(columns: Readonly<Record<string, WrittenColumn>>, row: RowKind): Map<string, MadeOf> {
  return new Map(
    Object.entries(columns).flatMap(([name, { from, constant, to }]): [string, MadeOf][] => {
      if (from !== undefined) return [[name, { columns: from }]];
      const isKey = to !== undefined && fieldsOf(row)[to]?.kind === 'key';
      return isKey && constant !== undefined ? [[name, { constant }]] : [];
    }),
  );
}

/** Names of the columns that the file of an extract must have. */
export function fileColumns(
  columns: Readonly<Record<string, WrittenColumn>>,
  made: ReadonlyMap<string, MadeOf>,
  days: Days | null,
): string[] {
  const plain = Object.keys(columns).filter((name) => columns[name]?.constant === undefined && !made.has(name));
  const parts = [...made.values()].flatMap((of) => ('columns' in of ? of.columns : []));
  const named = [...plain, ...parts].filter((name) => days === null || !LETTER_COLUMNS.includes(name));
  const month = days !== null && 'column' in days.month ? [days.month.column] : [];
  return [...new Set([...named, ...month, ...(days?.columns.slice(0, ALWAYS) ?? [])])];
}

/** Where a column stands in the file, for a reader: those that it is made of. `place`: the day's column, where the row is a letter. */
export function columnInFile({ made, days }: Extract, column: string, place: string | null): string {
  const inFile = (name: string): string => (days !== null && LETTER_COLUMNS.includes(name) ? (place ?? name) : name);
  const of = made.get(column);
  if (of === undefined) return inFile(column);
  return 'columns' in of ? [...new Set(of.columns.map(inFile))].join(' + ') : column;
}
