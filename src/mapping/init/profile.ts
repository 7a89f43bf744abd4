import { openExtract, isReadFault } from '../read/extract.ts';

/** Rows that are looked at: enough to see how dates are written, few enough to be at once. */
const LOOKED_AT = 20_000;
/** A column with more different texts than these holds no codes. */
export const MOST_CODES = 60;

/** What a column of a file holds. */
export interface Column {
  readonly name: string;
  /** Different texts, without the empty one, in the order in which they come. */
  readonly values: ReadonlySet<string>;
  readonly filled: number;
  /** Filled in each row, each time with another text. */
  readonly isKey: boolean;
}

export interface FileProfile {
  readonly name: string;
  readonly rows: number;
  /** Whether only a part of the file was looked at. */
  readonly isPart: boolean;
  readonly columns: readonly Column[];
}

/** Looks at a file. Throws HeaderError, UsageError, EnvironmentError. */
export async function profileOf(name: string, path: string): Promise<FileProfile> {
  const file = await openExtract(path);
  const columns = file.header.map((column) => ({ name: column, values: new Set<string>(), filled: 0 }));
  let rows = 0;
  for await (const batch of file.rows()) {
    for (const row of batch) {
      if (isReadFault(row) || rows >= LOOKED_AT) continue;
      rows++;
      for (const [index, column] of columns.entries()) {
        const cell = row.cells[index] ?? '';
        if (cell === '') continue;
        column.filled++;
        column.values.add(cell);
      }
    }
    if (rows >= LOOKED_AT) break;
  }
  return {
    name,
    rows,
    isPart: rows >= LOOKED_AT,
    columns: columns.map((column) => ({
      ...column,
      isKey: rows > 0 && column.filled === rows && column.values.size === rows,
    })),
  };
}
