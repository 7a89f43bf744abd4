import { chunksOf, isBrokenGzip, MAX_LINE_BYTES } from '../lake/line-reader.ts';

/** Whole lines of a file, with line ends between them. */
export interface Block {
  readonly bytes: Buffer;
  /** Line of the file, from 1, that the block begins with. */
  readonly firstLine: number;
  /** Of a block of one line that can't be read: it is longer than a resource may be, or a compressed file breaks in it. */
  readonly fault: 'too-long' | 'torn' | null;
}

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A file of lines, decompressed where its name ends in `.gz`, in blocks of a megabyte or so. Holds no more than one line beyond a
 * block. Throws EnvironmentError where the file can't be read.
 */
export async function* blocksOf(path: string): AsyncGenerator<Block> {
  const cutter = new BlockCutter();
  try {
    for await (const chunk of chunksOf(path, CHUNK_BYTES)) yield* cutter.cut(chunk);
  } catch (error) {
    if (!isBrokenGzip(error)) throw error;
    yield cutter.torn();
    return;
  }
  yield* cutter.rest();
}

class BlockCutter {
  /** The beginning of a line whose end hasn't come. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isTooLong = false;
  #line = 1;
  #isStart = true;

  *cut(given: Buffer): Generator<Block> {
    const chunk = this.#isStart && given.subarray(0, 3).equals(MARK) ? given.subarray(3) : given;
    this.#isStart = false;
    const first = chunk.indexOf(NEWLINE);
    if (first < 0) {
      this.#hold(chunk);
      return;
    }
    const last = chunk.lastIndexOf(NEWLINE);
    if (this.#isTooLong) {
      yield this.#block(Buffer.concat(this.#held), 'too-long');
      if (last > first) yield this.#block(Buffer.from(chunk.subarray(first + 1, last)), null);
    } else yield this.#block(Buffer.concat([...this.#held, chunk.subarray(0, last)]), null);
    this.#forget();
    this.#hold(chunk.subarray(last + 1));
  }

  *rest(): Generator<Block> {
    if (this.#heldBytes > 0) yield this.#block(Buffer.concat(this.#held), this.#isTooLong ? 'too-long' : null);
  }

  /** What was held when the file broke off may be a part of a line. */
  torn(): Block {
    return { bytes: Buffer.from('-'), firstLine: this.#line, fault: 'torn' };
  }

  #block(bytes: Buffer, fault: Block['fault']): Block {
    const firstLine = this.#line;
    this.#line += linesIn(bytes);
    // Of a line that is too long, nothing more is needed than that it was there.
    return { bytes: fault === null ? bytes : bytes.subarray(0, 1), firstLine, fault };
  }

  #hold(part: Buffer): void {
    if (part.length === 0) return;
    if (this.#heldBytes + part.length > MAX_LINE_BYTES) this.#isTooLong = true;
    this.#heldBytes += part.length;
    // Copied, as the chunk is used again; of a line that is too long no more than its beginning.
    if (!this.#isTooLong || this.#held.length === 0) this.#held.push(Buffer.from(part));
  }

  #forget(): void {
    this.#held = [];
    this.#heldBytes = 0;
    this.#isTooLong = false;
  }
}

function linesIn(bytes: Buffer): number {
  let lines = 1;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
