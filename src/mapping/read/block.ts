import { isUtf8 } from 'node:buffer';
import { CR, LF, QUOTE, lineEndLength } from './quoted-row.ts';

/** Control characters that no text has; tab and line ends are fine. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Where a line ends, and where the next one starts: null where the line goes on behind the block. */
export interface LineAt {
  readonly end: number;
  readonly next: number | null;
}

/** Bytes that are cut into rows: where in them lines and quotes are, and whether they are text. To be asked from front to back. */
export class Block {
  readonly bytes: Buffer;
  /** Nothing follows. */
  readonly isEnd: boolean;
  readonly #lf: (from: number) => number;
  readonly #cr: (from: number) => number;
  readonly #quote: (from: number) => number;
  readonly #isText: boolean;
  readonly #isClean: boolean;

  constructor(bytes: Buffer, isEnd: boolean) {
    this.bytes = bytes;
    this.isEnd = isEnd;
    this.#lf = positionsOf(bytes, LF);
    this.#cr = positionsOf(bytes, CR);
    this.#quote = positionsOf(bytes, QUOTE);
    this.#isText = isUtf8(bytes);
    this.#isClean = !CONTROL.test(bytes.toString('latin1'));
  }

  lineAt(start: number): LineAt {
    const end = Math.min(this.#lf(start), this.#cr(start));
    if (end < this.bytes.length) return { end, next: end + lineEndLength(this.bytes, end) };
    return { end, next: this.isEnd ? end : null };
  }

  hasQuote(start: number, end: number): boolean {
    return this.#quote(start) < end;
  }

  isText(start: number, end: number): boolean {
    return this.#isText || isUtf8(this.bytes.subarray(start, end));
  }

  /** The first cell with a control character; -1 for none. */
  controlCell(cells: readonly string[]): number {
    return this.#isClean ? -1 : cells.findIndex((cell) => CONTROL.test(cell));
  }
}

/** The next place of a byte, at or behind `from`; the length where there is none. `from` never goes back. */
function positionsOf(bytes: Buffer, byte: number): (from: number) => number {
  let at = -1;
  return (from) => {
    if (at < from) {
      at = bytes.indexOf(byte, from);
      if (at < 0) at = bytes.length;
    }
    return at;
  };
}
