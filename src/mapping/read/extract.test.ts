import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { isReadFault, openExtract } from './extract.ts';
import type { ReadRow } from './extract.ts';
import { HeaderError } from './header.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'extract-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(contents: string | Buffer, name = 'contacts.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

async function rowsOf(path: string): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const batch of (await openExtract(path)).rows()) rows.push(...batch);
  return rows;
}

/** `line: cells` or `line: code column message`. */
async function read(contents: string | Buffer, name?: string): Promise<string[]> {
  const rows = await rowsOf(put(contents, name));
  return rows.map((row) =>
    isReadFault(row)
      ? `${row.line}: ${row.code} ${row.column ?? '-'} ${row.message}`
      : `${row.line}: ${row.cells.join('|')}`,
  );
}

const TEXT = 'key,name\nc-1,José\nc-2,日本\n';
const ROWS = ['2: c-1|José', '3: c-2|日本'];
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('encodings', () => {
  test.each<[string, string | Buffer, string]>([
    ['UTF-8', TEXT, 'contacts.csv'],
    ['UTF-8 with byte order mark', `\ufeff${TEXT}`, 'contacts.csv'],
    ['UTF-16, little end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'contacts.csv'],
    ['UTF-16, big end first', utf16be(`\ufeff${TEXT}`), 'contacts.csv'],
    ['compressed', gzipSync(TEXT), 'contacts.csv.gz'],
    ['compressed UTF-16', gzipSync(utf16be(`\ufeff${TEXT}`)), 'contacts.csv.gz'],
  ])('%s', async (_, contents, name) => {
    expect(await read(contents, name)).toEqual(ROWS);
  });

  test('a header in quotes behind a byte order mark', async () => {
    expect((await openExtract(put('\ufeff"key","name"\n'))).header).toEqual(['key', 'name']);
  });

  test('half a character in UTF-16 costs its row', async () => {
    expect(await read(Buffer.from('\ufeffkey,name\nc-1,x\ud800\nc-2,y\n', 'utf16le'))).toEqual([
      '2: structure - bytes that are no text in the encoding of the file (UTF-8, or UTF-16 by its mark)',
      '3: c-2|y',
    ]);
  });
});

describe('rows that cannot be read', () => {
  test('each has its own message, and no cell is quoted', async () => {
    expect(
      await read('key,name\nc-1\nc-2,a,b\nc-3,"x\ny",z\n"c-4"x,a\nc-5,\u0001\nc-6,good\nc-7,"open\nc-8,good\n'),
    ).toEqual([
      '2: structure - 1 cell where the header has 2',
      '3: structure - 3 cells where the header has 2',
      '4: structure - 3 cells where the header has 2 (lines 4 to 5)',
      '6: structure - a quote at the wrong place: a cell with quotes in it stands in quotes, and doubles those within',
      '7: value name a control character, which no text has',
      '8: c-6|good',
      '9: structure - a quote that does not end, or not within 1 MiB',
      '10: c-8|good',
    ]);
  });

  test('a compressed file that is cut off', async () => {
    const text = `key,name\n${Array.from({ length: 20_000 }, (_, row) => `c-${row},${(row * 7919) % 10_007}`).join('\n')}\n`;
    const whole = gzipSync(text);
    const rows = await rowsOf(put(whole.subarray(0, whole.length / 2), 'contacts.csv.gz'));
    const last = rows.at(-1);
    expect(last).toEqual({
      line: rows.length + 1,
      column: null,
      code: 'incomplete',
      severity: 'error',
      message: 'the compressed file ends or breaks here',
    });
    expect(rows.slice(0, -1).some(isReadFault)).toBe(false);
  });
});

describe('header', () => {
  const opened = async (contents: string | Buffer, columns: readonly string[] = []): Promise<unknown> => {
    try {
      return (await openExtract(put(contents), columns)).header;
    } catch (error) {
      if (!(error instanceof HeaderError)) throw error;
      return [error.line, error.column, error.message.slice(folder.length + 1)];
    }
  };

  test.each<[string, string | Buffer, readonly string[], unknown]>([
    ['columns beyond those of the mapping, in any order', 'b,a,c\n', ['a', 'b'], ['b', 'a', 'c']],
    ['behind empty lines', '\n\na,b\n', ['a'], ['a', 'b']],
    [
      'no file contents',
      '',
      [],
      [1, null, 'contacts.csv:1: the file is empty: it should begin with the names of its columns'],
    ],
    ['a mapped column is missing', 'a,b\n', ['a', 'c', 'd'], [1, 'c', 'contacts.csv:1: the header lacks c, d']],
    [
      'another separator',
      'a;b\n',
      ['a', 'b'],
      [
        1,
        'a',
        'contacts.csv:1: the header lacks a, b; the first line has no comma: are its cells separated by commas?',
      ],
    ],
    ['a mapped column twice', 'a,b,a\n', ['a'], [1, 'a', 'contacts.csv:1: columns 1 and 3 have the same name, a']],
    [
      'another name twice is not said',
      'a,b,b\n',
      ['a'],
      [1, null, 'contacts.csv:1: columns 2 and 3 have the same name'],
    ],
    ['a name is missing', 'a,,b\n', ['a'], [1, null, 'contacts.csv:1: column 2 has no name']],
    [
      'UTF-16 without its mark',
      Buffer.from('a,b\n', 'utf16le'),
      ['a'],
      [
        1,
        null,
        'contacts.csv:1: the first line cannot be read: is this a CSV file in UTF-8, or in UTF-16 with a byte order mark?',
      ],
    ],
  ])('%s', async (_, contents, columns, outcome) => {
    expect(await opened(contents, columns)).toEqual(outcome);
  });

  test('only a header: no rows', async () => {
    expect(await read('key,name\n')).toEqual([]);
  });
});

test('a path that is not there, and one that is a folder', async () => {
  const nowhere = join(folder, 'no.csv');
  await expect(openExtract(nowhere)).rejects.toThrow(new UsageError(`${nowhere} does not exist`));
  await expect(openExtract(folder)).rejects.toThrow(new UsageError(`${folder} is no file`));
});

test('lines are counted over many chunks, and rows can be read twice', async () => {
  const rows = Array.from({ length: 30_000 }, (_, row) => `c-${row},"two\nlines"`);
  const file = await openExtract(put(`key,name\n${rows.join('\n')}`));
  for (const round of [1, 2]) {
    let [count, wrong, batches] = [0, 0, 0];
    for await (const batch of file.rows()) {
      batches++;
      for (const row of batch) if (row.line !== 2 + 2 * count++) wrong++;
    }
    expect([round, count, wrong]).toEqual([round, 30_000, 0]);
    expect(batches).toBeGreaterThan(1);
  }
});
