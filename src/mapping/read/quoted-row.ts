export const LF = 0x0a;
export const CR = 0x0d;
export const QUOTE = 0x22;
const COMMA = 0x2c;

/** The row that bytes begin with; how many bytes and lines it takes, line end included. */
export interface QuotedRow {
  readonly cells: readonly string[];
  readonly next: number;
  readonly lines: number;
}

/** `unfinished`: the row goes on behind the bytes. `stray`: a quote within a cell without quotes, or text behind a closing one. */
export type NoRow = 'unfinished' | 'stray';

/**
 * Reads one row by RFC 4180, with quotes and line ends within quotes. `isEnd`: nothing follows the bytes; where something does,
 * they must not end between CR and LF.
 */
export function quotedRow(bytes: Buffer, isEnd: boolean): QuotedRow | NoRow {
  const cells: string[] = [];
  let lines = 1;
  let start = 0;
  for (;;) {
    const isQuoted = bytes[start] === QUOTE;
    const stop = isQuoted ? closingQuote(bytes, start + 1) : cellEnd(bytes, start);
    if (stop < 0) return 'unfinished';
    const text = bytes.toString('utf8', isQuoted ? start + 1 : start, stop);
    if (isQuoted && text.includes('"')) cells.push(text.replaceAll('""', '"'));
    else cells.push(text);
    if (isQuoted) lines += lineEndsIn(text);
    const end = isQuoted ? stop + 1 : stop;
    if (end === bytes.length) return isEnd ? { cells, next: end, lines } : 'unfinished';
    if (bytes[end] === COMMA) {
      start = end + 1;
      continue;
    }
    const length = lineEndLength(bytes, end);
    return length === 0 ? 'stray' : { cells, next: end + length, lines };
  }
}

/** Bytes of the line end that stands there: LF, CRLF or CR; 0 for none. */
export function lineEndLength(bytes: Buffer, at: number): number {
  if (bytes[at] === LF) return 1;
  if (bytes[at] !== CR) return 0;
  return bytes[at + 1] === LF ? 2 : 1;
}

/** -1 where there is none. */
function closingQuote(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] !== QUOTE) return at;
    at++;
  }
  return -1;
}

function cellEnd(bytes: Buffer, start: number): number {
  let end = start;
  for (; end < bytes.length; end++) {
    const byte = bytes[end];
    if (byte === COMMA || byte === LF || byte === CR || byte === QUOTE) break;
  }
  return end;
}

function lineEndsIn(text: string): number {
  return text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\n|\r/).length - 1 : 0;
}
