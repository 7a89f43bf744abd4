import { isBlank } from './json-text.ts';
import { MAX_LINE_BYTES } from './line-reader.ts';

/** Text between two commas: a member `"key": value` of the root object, or an element of its list. Not yet known to be JSON. */
export interface Piece {
  /** Of a piece that is too long, its beginning. */
  bytes: Buffer;
  /** Line of the file, from 1, that it begins on. */
  line: number;
  isElement: boolean;
  isTooLong: boolean;
}

export interface CutOptions {
  /** Member of the root object whose value, where it is a list, is cut into its elements. */
  list?: string;
  maxBytes?: number;
}

/** How the text ended, and on which line that was seen. */
export interface Ending {
  kind: 'whole' | 'not-an-object' | 'cut-off' | 'more-than-one';
  line: number;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** The byte order mark in UTF-8, whose bytes mean nothing else outside a string. */
const MARK: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);

/**
 * Cuts the bytes of a JSON object, however large, at the commas of its outermost level. The grammar of each piece is left to
 * JSON.parse, so that one broken piece doesn't take the others with it, and the bytes of a resource stay what they are: a parser
 * that streams values gives `0.10` and 2^53 + 1 as floating-point numbers and keeps one of two repeated keys.
 */
export class MemberCutter {
  readonly #emit: (piece: Piece) => void;
  readonly #listStart: string | null;
  readonly #maxBytes: number;
  #ending: Ending | null = null;
  /** Objects and lists that are open, the root included. */
  #open = 0;
  /** The level that is cut: 1 in the root object, 2 in its list. */
  #level = 1;
  #isInString = false;
  #isEscaped = false;
  #line = 1;
  #parts: Buffer[] = [];
  #bytes = 0;
  #pieceLine = 0;
  #isTooLong = false;
  /** A comma came last, so another piece is due. */
  #isPieceDue = false;
  /** The list just ended: no piece is due before the next comma. */
  #isAfterList = false;

  constructor(emit: (piece: Piece) => void, options: CutOptions = {}) {
    this.#emit = emit;
    this.#listStart = options.list === undefined ? null : `"${options.list}":`;
    this.#maxBytes = options.maxBytes ?? MAX_LINE_BYTES;
  }

  /** Emits each piece that ends in the chunk. What follows the end of the object is passed over. */
  write(chunk: Buffer): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) this.#line++;
      if (this.#isInString) this.#passString(byte);
      else if (!isBlank(byte)) start = this.#see(byte, chunk, start, at);
    }
    this.#hold(chunk.subarray(start));
  }

  /** To be called after the last chunk. */
  end(): Ending {
    return this.#ending ?? { kind: this.#open === 0 ? 'not-an-object' : 'cut-off', line: this.#line };
  }

  /** What the text breaks off in: the piece that never ended. */
  get rest(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #passString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInString = false;
  }

  /** Takes a byte outside strings. Gives the index that the piece begins at: the one given, or the one after a separator. */
  #see(byte: number, chunk: Buffer, start: number, at: number): number {
    if (this.#ending !== null || this.#open === 0) return this.#seeOutside(byte, start, at);
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return this.#close(chunk, start, at);
    if (byte === COMMA && this.#open === this.#level) return this.#cut(chunk, start, at, true);
    if (this.#pieceLine === 0) this.#pieceLine = this.#line;
    if (byte === QUOTE) this.#isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#open++;
      if (byte === OPEN_BRACKET && this.#isListStart(chunk.subarray(start, at))) return this.#enterList(at);
    }
    return start;
  }

  #seeOutside(byte: number, start: number, at: number): number {
    if (this.#ending?.kind === 'whole') this.#ending = { kind: 'more-than-one', line: this.#line };
    if (this.#ending !== null || MARK.has(byte)) return start;
    if (byte === OPEN_BRACE) this.#open = 1;
    else this.#ending = { kind: 'not-an-object', line: this.#line };
    return at + 1;
  }

  #close(chunk: Buffer, start: number, at: number): number {
    const isEndOfLevel = this.#open === this.#level;
    this.#open--;
    if (!isEndOfLevel) return start;
    const next = this.#cut(chunk, start, at, false);
    if (this.#open === 0) this.#ending = { kind: 'whole', line: this.#line };
    this.#isAfterList = this.#level === 2;
    this.#level = 1;
    return next;
  }

  #isListStart(piece: Buffer): boolean {
    if (this.#listStart === null || this.#open !== 2 || this.#level !== 1 || this.#bytes + piece.length > 1000)
      return false;
    const text = Buffer.concat([...this.#parts, piece]).toString('latin1');
    return text.replace(/\s/g, '') === this.#listStart;
  }

  #enterList(at: number): number {
    this.#level = 2;
    this.#isPieceDue = false;
    this.#reset();
    return at + 1;
  }

  #cut(chunk: Buffer, start: number, at: number, isComma: boolean): number {
    this.#hold(chunk.subarray(start, at));
    const isEmpty = this.#pieceLine === 0;
    const isDue = this.#isPieceDue || (isComma && !this.#isAfterList);
    if (!isEmpty || isDue) {
      const line = isEmpty ? this.#line : this.#pieceLine;
      this.#emit({ bytes: this.rest, line, isElement: this.#level === 2, isTooLong: this.#isTooLong });
    }
    this.#isPieceDue = isComma;
    this.#isAfterList = false;
    this.#reset();
    return at + 1;
  }

  #hold(part: Buffer): void {
    if (this.#ending !== null || part.length === 0) return;
    const kept = part.subarray(0, this.#maxBytes - this.#bytes);
    if (kept.length < part.length) this.#isTooLong = true;
    this.#bytes += kept.length;
    this.#parts.push(kept);
  }

  #reset(): void {
    this.#parts = [];
    this.#bytes = 0;
    this.#pieceLine = 0;
    this.#isTooLong = false;
  }
}
