import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowCutter } from './row-cutter.ts';
import type { CutRow } from './row-cutter.ts';

function cut(bytes: Buffer, chunkBytes = bytes.length || 1, maxBytes?: number): CutRow[] {
  const cutter = new RowCutter(maxBytes);
  const rows: CutRow[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) rows.push(...cutter.cut(bytes.subarray(at, at + chunkBytes)));
  return [...rows, ...cutter.end()];
}

/** `line: cells` or `line: problem`. */
const short = (rows: readonly CutRow[]): string[] =>
  rows.map(({ line, cells, problem }) => `${line}: ${problem ?? JSON.stringify(cells)}`);
const shortOf = (text: string, maxBytes?: number): string[] => short(cut(Buffer.from(text), undefined, maxBytes));

describe('rows and the lines on which they begin', () => {
  test.each<[string, string, string[]]>([
    ['LF', 'a,b\nc,d\n', ['1: ["a","b"]', '2: ["c","d"]']],
    ['CRLF', 'a,b\r\nc,d\r\n', ['1: ["a","b"]', '2: ["c","d"]']],
    ['CR', 'a,b\rc,d\r', ['1: ["a","b"]', '2: ["c","d"]']],
    ['all three, no line end at the end', 'a\nb\r\nc\rd', ['1: ["a"]', '2: ["b"]', '3: ["c"]', '4: ["d"]']],
    ['empty lines count, and are left out', 'a\n\n\r\nb\n\n', ['1: ["a"]', '4: ["b"]']],
    ['a line of commas is a row', 'a,b\n,\n', ['1: ["a","b"]', '2: ["",""]']],
    ['an empty cell at the end', 'a,\n"b",', ['1: ["a",""]', '2: ["b",""]']],
    ['a quoted empty cell is a row', '""\n', ['1: [""]']],
    ['a comma in quotes', '"a,b",c\n', ['1: ["a,b","c"]']],
    ['doubled quotes', '"a ""b""",""""\n', [String.raw`1: ["a \"b\"","\""]`]],
    ['a line end in quotes', 'x,"a\nb"\ny,c\n', [String.raw`1: ["x","a\nb"]`, '3: ["y","c"]']],
    ['CRLF in quotes is one line end', 'x,"a\r\nb"\r\ny,c\r\n', [String.raw`1: ["x","a\r\nb"]`, '3: ["y","c"]']],
    ['CR in quotes', '"a\rb"\ry\r', [String.raw`1: ["a\rb"]`, '3: ["y"]']],
    ['blanks stay', ' a , b\n', ['1: [" a "," b"]']],
    ['beyond ASCII', 'é,"日本"\n', ['1: ["é","日本"]']],
    ['nothing', '', []],
    ['only line ends', '\n\r\n\n', []],
  ])('%s', (_, text, rows) => {
    expect(shortOf(text)).toEqual(rows);
  });
});

describe('what cannot be read costs its own row', () => {
  test.each<[string, string, string[]]>([
    ['a quote within a cell', 'a,5" pipe\nb,c\n', ['1: stray-quote', '2: ["b","c"]']],
    ['text behind a closing quote', 'a,"b"c\nd,e\n', ['1: stray-quote', '2: ["d","e"]']],
    ['a quote that never ends', 'a,"b\nc,d\ne,f\n', ['1: open-quote', '2: ["c","d"]', '3: ["e","f"]']],
    ['one that meets a later quote', 'a,"b\nc,d\ne,"f"\n', ['1: stray-quote', '2: ["c","d"]', '3: ["e","f"]']],
    ['one at the very end', 'a,b\n"', ['1: ["a","b"]', '2: open-quote']],
    ['NUL', 'a,b\nc,\0\nd,e\n', ['1: ["a","b"]', '2: control-character', '3: ["d","e"]']],
    ['an escape in quotes', '"a\u001b"\nb\n', ['1: control-character', '2: ["b"]']],
    ['a tab is text', 'a\tb\n', [String.raw`1: ["a\tb"]`]],
  ])('%s', (_, text, rows) => {
    expect(shortOf(text)).toEqual(rows);
  });

  test('the cell with the control character is named', () => {
    expect(cut(Buffer.from('a,b\u0007,c\n')).map(({ cell }) => cell)).toEqual([1]);
  });

  test('bytes that are not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\nJosé,c\n"x\né",d\n', 'latin1'), Buffer.from('é,f\n')]);
    expect(short(cut(bytes))).toEqual(['1: ["a","b"]', '2: not-text', '3: not-text', '5: ["é","f"]']);
  });

  test('a line beyond the limit, at the limit, and one that never ends', () => {
    expect(shortOf('123456789\n12345678\n1', 8)).toEqual(['1: too-long', '2: ["12345678"]', '3: ["1"]']);
    expect(shortOf('1\n123456789', 8)).toEqual(['1: ["1"]', '2: too-long']);
  });

  test('how far the end of a quote is looked for', () => {
    expect(shortOf('"2345\n\n"\nx\n', 10)).toEqual([String.raw`1: ["2345\n\n"]`, '4: ["x"]']);
    expect(shortOf('"2345\n7890\n"\nx\n', 10)).toEqual(['1: open-quote', '2: ["7890"]', '3: open-quote', '4: ["x"]']);
  });
});

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '漢', '\t'), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const written = (rows: readonly (readonly string[])[], end: string, all: boolean): string =>
  rows.map((row) => row.map((one) => (all || /[",\r\n]/.test(one) ? quoted(one) : one)).join(',') + end).join('');

describe('invariants', () => {
  test('cells survive quoting, with any line end and in chunks of any size', () => {
    fc.assert(
      fc.property(table, lineEnd, fc.boolean(), fc.integer({ min: 1, max: 40 }), (rows, end, all, chunkBytes) => {
        const found = cut(Buffer.from(written(rows, end, all)), chunkBytes);
        expect(found.map(({ cells }) => cells)).toEqual(rows);
        expect(found.every(({ problem }) => problem === null)).toBe(true);
      }),
    );
  });

  test('chunks change nothing, whatever the bytes', () => {
    const byte = fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0x61, 0xc3, 0xa9, 0x00);
    const limit = fc.constantFrom(6, 1000);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), limit, (bytes, size, max) => {
        const whole = cut(Buffer.from(bytes), undefined, max);
        expect(cut(Buffer.from(bytes), size, max)).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  test('what csv-parse reads is read the same', () => {
    fc.assert(
      fc.property(table, lineEnd, (rows, end) => {
        const text = written(rows, end, false);
        const theirs: unknown = parse(text, {
          relax_column_count: true,
          skip_empty_lines: true,
          record_delimiter: ['\r\n', '\n', '\r'],
        });
        expect(cut(Buffer.from(text)).map(({ cells }) => cells)).toEqual(theirs);
      }),
    );
  });

  test('rows begin where lines do: no line has two rows, and all are in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a'), maxLength: 60 }), (text) => {
        const lines = cut(Buffer.from(text)).map(({ line }) => line);
        expect([...new Set(lines)].sort((one, other) => one - other)).toEqual(lines);
        expect(Math.max(0, ...lines)).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
      }),
    );
  });
});
