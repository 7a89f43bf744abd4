import { join } from 'node:path';
import { TextFile } from '../lake/text-file.ts';
import { EXTRACTS } from './extracts.ts';
import type { ExtractName, ExtractRow } from './extracts.ts';

const NEEDS_QUOTES = /[",\r\n]/;

interface Cells {
  readonly [column: string]: string | undefined;
}

/** Files of one folder, one for each extract, each with a header line. */
export class ExtractFiles {
  readonly #files: ReadonlyMap<string, TextFile>;
  #rows = 0;

  private constructor(files: ReadonlyMap<string, TextFile>) {
    this.#files = files;
  }

  static async open(folder: string): Promise<ExtractFiles> {
    const files = new Map<string, TextFile>();
    for (const [name, columns] of Object.entries(EXTRACTS)) {
      const file = await TextFile.open(join(folder, `${name}.csv`));
      file.add(`${columns.join(',')}\n`);
      files.set(name, file);
    }
    return new ExtractFiles(files);
  }

  /** How many rows have been written. */
  get rows(): number {
    return this.#rows;
  }

  write<N extends ExtractName>(extract: N, row: ExtractRow<N>): void;
  write(extract: ExtractName, row: Cells): void {
    this.#rows++;
    this.#files.get(extract)?.add(lineOf(EXTRACTS[extract], row));
  }

  /** Waits for the disk where much has been gathered. */
  async settle(): Promise<void> {
    for (const file of this.#files.values()) if (file.isFull) await file.flush();
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }
}

function lineOf(columns: readonly string[], row: Cells): string {
  let line = '';
  for (const column of columns) line += line === '' ? cell(row[column]) : `,${cell(row[column])}`;
  return `${line}\n`;
}

/** RFC 4180. */
export function cell(value = ''): string {
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
