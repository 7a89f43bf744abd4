import type { Fault } from './convert/cell.ts';
import { LETTER_COLUMNS } from './made-columns.ts';
import type { Days, Extract, MadeOf, MonthOf } from './mapping.ts';

/** A row as a converter takes it. */
export interface MadeRow {
  readonly cells: readonly string[];
  /** Column of the file in which it stands, where it is but a letter in a row. */
  readonly place: string | null;
}

/** What an extract finds in the rows of its file. */
export interface MadeRows {
  /** Names of the columns of the rows found. */
  readonly header: readonly string[];
  readonly of: (cells: readonly string[]) => readonly (MadeRow | Fault)[];
}

/** No cell holds it (it is a control character), so that two different rows never make the same key. */
const BETWEEN = '\u001f';

export function isMadeRow(one: MadeRow | Fault): one is MadeRow {
  return 'cells' in one;
}

/** Mostly the rows of the file as they are. `header`: of the file. */
export function madeRows(extract: Extract, header: readonly string[]): MadeRows {
  const { columns, made, days } = extract;
  if (!extract.isPart && made.size === 0 && days === null) return { header, of: (cells) => [{ cells, place: null }] };
  const indexes = columns.map((column) => header.indexOf(column));
  const plain = (cells: readonly string[]): string[] => indexes.map((index) => cells[index] ?? '');
  const base = [...columns, ...(days === null ? [] : LETTER_COLUMNS)];
  const makers = [...made.values()].map((of) => makerOf(of, base));
  const complete = ({ cells, place }: MadeRow): MadeRow => ({
    cells: [...cells, ...makers.map((make) => make(cells))],
    place,
  });
  const letters = days === null ? null : letterRows(days, header);
  const of: MadeRows['of'] = (cells) => {
    if (letters === null) return [complete({ cells: plain(cells), place: null })];
    const before = plain(cells);
    return letters(cells).map((one) => (isMadeRow(one) ? complete({ ...one, cells: [...before, ...one.cells] }) : one));
  };
  return { header: [...base, ...made.keys()], of };
}

function makerOf(of: MadeOf, base: readonly string[]): (cells: readonly string[]) => string {
  if ('constant' in of) return () => of.constant;
  const indexes = of.columns.map((column) => base.indexOf(column));
  return (cells) => {
    const texts = indexes.map((index) => cells[index] ?? '');
    return texts.includes('') ? '' : texts.join(BETWEEN);
  };
}

/** Rows of LETTER_COLUMNS: one for each letter in the columns of days. */
function letterRows({ columns, month }: Days, header: readonly string[]): MadeRows['of'] {
  const days = columns.flatMap((column, index) => {
    const at = header.indexOf(column);
    return at < 0 ? [] : [{ column, at, day: index + 1 }];
  });
  const monthIn = monthReader(month, header);
  return (cells) => {
    const found = monthIn(cells);
    if (typeof found !== 'string') return [found];
    const last = daysIn(found);
    return days.flatMap(({ column, at, day }): (MadeRow | Fault)[] => {
      const letters = Array.from(cells[at] ?? '').filter((letter) => letter.trim() !== '');
      if (letters.length > 0 && day > last)
        return [{ column, code: 'value', severity: 'error', message: 'is a day that the month does not have' }];
      const date = `${found}-${String(day).padStart(2, '0')}`;
      return letters.map((letter, index) => ({ cells: [letter, date, String(index + 1)], place: column }));
    });
  };
}

function monthReader(month: MonthOf, header: readonly string[]): (cells: readonly string[]) => string | Fault {
  if ('constant' in month) return () => month.constant;
  const { column } = month;
  const at = header.indexOf(column);
  return (cells) => {
    const text = cells[at] ?? '';
    if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
    return text === ''
      ? { column, code: 'required', severity: 'error', message: 'is empty, but has to be known' }
      : { column, code: 'value', severity: 'error', message: 'is no month, written as YYYY-MM' };
  };
}

function daysIn(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
