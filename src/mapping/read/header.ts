import { UsageError } from '../../errors.ts';
import type { CutRow } from './row-cutter.ts';

/** A file whose header cannot be used: none there, a name twice or missing, a column that the mapping reads isn't there. Exit 2. */
export class HeaderError extends UsageError {
  readonly file: string;
  readonly line: number;
  /** Name of the column, where it can be said. */
  readonly column: string | null;

  constructor(file: string, line: number, column: string | null, message: string) {
    super(`${file}:${line}: ${message}`);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/**
 * Names of the columns. Throws HeaderError. A name is said only where the mapping has it: in a file without header, the first line
 * holds a record.
 */
export function checkHeader(file: string, row: CutRow, columns: readonly string[]): readonly string[] {
  const wrong = (column: string | null, message: string) => new HeaderError(file, row.line, column, message);
  if (row.problem !== null)
    throw wrong(
      null,
      'the first line cannot be read: is this a CSV file in UTF-8, or in UTF-16 with a byte order mark?',
    );
  const names = row.cells;
  const missing = columns.filter((column) => !names.includes(column));
  const [first] = missing;
  if (first !== undefined) {
    const hint = names.length === 1 ? '; the first line has no comma: are its cells separated by commas?' : '';
    throw wrong(first, `the header lacks ${missing.join(', ')}${hint}`);
  }
  const empty = names.indexOf('');
  if (empty >= 0) throw wrong(null, `column ${empty + 1} has no name`);
  const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeated >= 0) {
    const name = columns.find((column) => column === names[repeated]) ?? null;
    const places = `columns ${names.indexOf(names[repeated] ?? '') + 1} and ${repeated + 1} have the same name`;
    throw wrong(name, name === null ? places : `${places}, ${name}`);
  }
  return names;
}
