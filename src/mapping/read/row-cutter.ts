import { Block } from './block.ts';
import { CR, quotedRow } from './quoted-row.ts';

/** A row beyond this is refused, so that no file can take the memory; also how far the end of a quote is looked for. */
export const MAX_ROW_BYTES = 1024 * 1024;

/** Why a row cannot be read. Where quotes are wrong, only its first line is given up: what follows is read as rows again. */
export type Problem = 'not-text' | 'control-character' | 'stray-quote' | 'open-quote' | 'too-long';

export interface CutRow {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** How many lines it takes. */
  readonly lines: number;
  readonly cells: readonly string[];
  readonly problem: Problem | null;
  /** The cell that is to blame, from 0; -1 where none is. */
  readonly cell: number;
}

interface Taken {
  readonly row: CutRow | null;
  readonly next: number;
}

/** Bytes in UTF-8, chunk by chunk → rows of cells (RFC 4180; LF, CRLF, CR). Leaves out empty lines. Holds no more than one row. */
export class RowCutter {
  readonly #maxBytes: number;
  #held: Buffer = Buffer.alloc(0);
  #line = 1;
  /** Within a line that has been given up. */
  #isSkipping = false;

  constructor(maxBytes: number = MAX_ROW_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The line that comes next, from 1. */
  get line(): number {
    return this.#line;
  }

  cut(chunk: Buffer): CutRow[] {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    // LF may follow a last CR.
    const [rows, cut] = this.#rows(new Block(bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes, false));
    // Copied, because a subarray would keep its whole chunk alive.
    this.#held = Buffer.from(bytes.subarray(cut));
    return rows;
  }

  /** The last row, where the file doesn't end with a line end. */
  end(): CutRow[] {
    const [rows] = this.#rows(new Block(this.#held, true));
    this.#held = Buffer.alloc(0);
    return rows;
  }

  #rows(block: Block): [rows: CutRow[], cut: number] {
    const rows: CutRow[] = [];
    let at = 0;
    while (at < block.bytes.length) {
      const taken = this.#take(block, at);
      if (taken === null) break;
      if (taken.row !== null) rows.push(taken.row);
      at = taken.next;
    }
    return [rows, at];
  }

  /** What stands there, and where the next row starts; null where more bytes are needed. */
  #take(block: Block, at: number): Taken | null {
    const { end, next } = block.lineAt(at);
    if (this.#isSkipping) return { row: null, next: this.#skip(block, next) };
    if (block.hasQuote(at, Math.min(end, at + this.#maxBytes))) return this.#takeQuoted(block, at, next);
    if (end - at > this.#maxBytes) return this.#giveUp(block, 'too-long', next);
    if (next === null) return null;
    const row = end === at ? null : this.#row(block, at, end, 1, block.bytes.toString('utf8', at, end).split(','));
    this.#line++;
    return { row, next };
  }

  #takeQuoted(block: Block, at: number, nextLine: number | null): Taken | null {
    const window = block.bytes.subarray(at, at + this.#maxBytes);
    const isWhole = at + window.length === block.bytes.length;
    const found = quotedRow(window, isWhole && block.isEnd);
    if (found === 'unfinished' && isWhole && !block.isEnd && window.length < this.#maxBytes) return null;
    if (found === 'unfinished') return this.#giveUp(block, 'open-quote', nextLine);
    if (found === 'stray') return this.#giveUp(block, 'stray-quote', nextLine);
    const next = at + found.next;
    const row = this.#row(block, at, next, found.lines, found.cells);
    this.#line += found.lines;
    return { row, next };
  }

  #row(block: Block, start: number, end: number, lines: number, cells: readonly string[]): CutRow {
    const row = { line: this.#line, lines, cells, problem: null, cell: -1 };
    if (!block.isText(start, end)) return { ...row, problem: 'not-text' };
    const cell = block.controlCell(cells);
    return cell < 0 ? row : { ...row, problem: 'control-character', cell };
  }

  #giveUp(block: Block, problem: Problem, nextLine: number | null): Taken {
    const row = { line: this.#line, lines: 1, cells: [], problem, cell: -1 };
    return { row, next: this.#skip(block, nextLine) };
  }

  #skip(block: Block, nextLine: number | null): number {
    this.#isSkipping = nextLine === null;
    if (nextLine !== null) this.#line++;
    return nextLine ?? block.bytes.length;
  }
}
