import { stat } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import type { IssueCode } from '../../lake/issue.ts';
import { chunksOf, isBrokenGzip } from '../../lake/line-reader.ts';
import { inUtf8 } from './encoding.ts';
import { HeaderError, checkHeader } from './header.ts';
import { RowCutter } from './row-cutter.ts';
import type { CutRow, Problem } from './row-cutter.ts';

export interface SourceRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** As many as the header has. */
  readonly cells: readonly string[];
}

/** A row that cannot be read. There is one for each such row, so that rows read and read faults make all rows of the file. */
export interface ReadFault {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** Name of the column, where one is to blame. */
  readonly column: string | null;
  readonly code: IssueCode;
  readonly severity: 'error';
  /** Never says what is in the row. */
  readonly message: string;
}

export type ReadRow = SourceRow | ReadFault;

export function isReadFault(row: ReadRow): row is ReadFault {
  return 'message' in row;
}

export interface ExtractFile {
  readonly path: string;
  readonly header: readonly string[];
  /** In the order of the file, in batches. Each call reads the file from its beginning. */
  rows(): AsyncGenerator<readonly ReadRow[]>;
}

/**
 * Opens a CSV file with a header line (`.csv`, `.csv.gz`; UTF-8, or UTF-16 with byte order mark). `columns` are those that it must
 * have. Throws HeaderError, UsageError where there is no such file, EnvironmentError where it cannot be read.
 */
export async function openExtract(path: string, columns: readonly string[] = []): Promise<ExtractFile> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new UsageError(`${path} does not exist`);
  if (!found.isFile()) throw new UsageError(`${path} is no file`);
  const header = checkHeader(path, await firstRow(path), columns);
  return { path, header, rows: () => rowsOf(path, header) };
}

async function firstRow(path: string): Promise<CutRow> {
  for await (const { rows, torn } of cutRows(path)) {
    const [first] = rows;
    if (first !== undefined) return first;
    if (torn !== null) throw new HeaderError(path, torn, null, `${TORN}, within its header`);
  }
  throw new HeaderError(path, 1, null, 'the file is empty: it should begin with the names of its columns');
}

async function* rowsOf(path: string, header: readonly string[]): AsyncGenerator<readonly ReadRow[]> {
  let isFirst = true;
  for await (const { rows, torn } of cutRows(path)) {
    const read = (isFirst ? rows.slice(1) : rows).map((row) => readRow(row, header));
    isFirst &&= rows.length === 0;
    if (torn !== null) read.push(faultOf(torn, null, 'incomplete', TORN));
    if (read.length > 0) yield read;
  }
}

const TORN = 'the compressed file ends or breaks here';

interface Batch {
  readonly rows: readonly CutRow[];
  /** The line at which a compressed file ends before its end. What begins there is part of a row, or lost. */
  readonly torn: number | null;
}

async function* cutRows(path: string): AsyncGenerator<Batch> {
  const cutter = new RowCutter();
  try {
    for await (const chunk of inUtf8(chunksOf(path))) yield { rows: cutter.cut(chunk), torn: null };
  } catch (error) {
    if (!isBrokenGzip(error)) throw error;
    yield { rows: [], torn: cutter.line };
    return;
  }
  yield { rows: cutter.end(), torn: null };
}

function readRow(row: CutRow, header: readonly string[]): ReadRow {
  const { line, lines, cells, problem, cell } = row;
  if (problem !== null) {
    const { code, message } = PROBLEMS[problem];
    return faultOf(line, header[cell] ?? null, code, message);
  }
  if (cells.length === header.length) return { line, cells };
  const counts = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the header has ${header.length}`;
  return faultOf(line, null, 'structure', lines === 1 ? counts : `${counts} (lines ${line} to ${line + lines - 1})`);
}

function faultOf(line: number, column: string | null, code: IssueCode, message: string): ReadFault {
  return { line, column, code, severity: 'error', message };
}

const PROBLEMS: Readonly<Record<Problem, { code: IssueCode; message: string }>> = {
  'not-text': {
    code: 'structure',
    message: 'bytes that are no text in the encoding of the file (UTF-8, or UTF-16 by its mark)',
  },
  'control-character': { code: 'value', message: 'a control character, which no text has' },
  'stray-quote': {
    code: 'structure',
    message: 'a quote at the wrong place: a cell with quotes in it stands in quotes, and doubles those within',
  },
  'open-quote': { code: 'structure', message: 'a quote that does not end, or not within 1 MiB' },
  'too-long': { code: 'too-long', message: 'a line of more than 1 MiB' },
};
