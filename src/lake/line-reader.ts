import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { EnvironmentError } from '../errors.ts';

/** A resource beyond this is refused, so that no file can take the memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

export interface Line {
  /** From 1. */
  number: number;
  /** Without line end and byte order mark. Of a line that is too long, its beginning. */
  bytes: Buffer;
  isTooLong: boolean;
}

export interface ReadLimits {
  chunkBytes?: number;
  maxLineBytes?: number;
}

/** Lines of one chunk. `isTorn`: the compressed file ends or breaks here, and its last line may be a part of one. */
export interface LineBatch {
  lines: Line[];
  isTorn: boolean;
}

/** Chunks of bytes → lines. Holds no more than one line. */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;
  #isTooLong = false;
  #number = 0;

  constructor(maxBytes: number = MAX_LINE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  split(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#hold(chunk.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    // Copied, because a subarray would keep its whole chunk alive.
    if (start < chunk.length) this.#hold(Buffer.from(chunk.subarray(start)));
    return lines;
  }

  /** The last line, where the file doesn't end with a line end. */
  rest(): Line[] {
    return this.#parts.length === 0 ? [] : [this.#take()];
  }

  #hold(part: Buffer): void {
    const room = this.#maxBytes - this.#bytes;
    if (part.length > room) this.#isTooLong = true;
    const kept = part.subarray(0, room);
    this.#bytes += kept.length;
    if (kept.length > 0 || this.#parts.length === 0) this.#parts.push(kept);
  }

  #take(): Line {
    const [only] = this.#parts;
    const whole = only !== undefined && this.#parts.length === 1 ? only : Buffer.concat(this.#parts);
    const line = { number: ++this.#number, bytes: trimmed(whole, this.#number === 1), isTooLong: this.#isTooLong };
    this.#parts = [];
    this.#bytes = 0;
    this.#isTooLong = false;
    return line;
  }
}

function trimmed(bytes: Buffer, isFirst: boolean): Buffer {
  const hasMark = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.subarray(hasMark ? 3 : 0, bytes.at(-1) === 0x0d ? -1 : undefined);
}

/**
 * Lines of a file, decompressed where its name ends in `.gz`, one batch for each chunk read.
 * A broken compressed file ends in a batch that says so. Throws EnvironmentError where the file can't be read.
 */
export async function* lineBatches(path: string, limits: ReadLimits = {}): AsyncGenerator<LineBatch> {
  const splitter = new LineSplitter(limits.maxLineBytes);
  try {
    for await (const chunk of chunksOf(path, limits.chunkBytes ?? CHUNK_BYTES)) {
      yield { lines: splitter.split(chunk), isTorn: false };
    }
  } catch (error) {
    if (!isBrokenGzip(error)) throw error;
    yield { lines: splitter.rest(), isTorn: true };
    return;
  }
  yield { lines: splitter.rest(), isTorn: false };
}

/** Whether a compressed file has its end. A file that isn't compressed has. Throws EnvironmentError where it can't be read. */
export async function hasEnd(path: string): Promise<boolean> {
  if (!path.endsWith('.gz')) return true;
  try {
    const chunks = chunksOf(path);
    while ((await chunks.next()).done !== true) continue;
    return true;
  } catch (error) {
    if (isBrokenGzip(error)) return false;
    throw error;
  }
}

/** Bytes of a file as they are read; see `lineBatches`. */
export async function* chunksOf(path: string, chunkBytes: number = CHUNK_BYTES): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  // The callback is needed: errors reach the reader of the last stream, which is the one that can deal with them.
  const stream = path.endsWith('.gz')
    ? pipeline(file, createGunzip({ chunkSize: Math.max(chunkBytes, 64) }), () => undefined)
    : file;
  try {
    for await (const chunk of stream) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    if (isSystemError(error) && !isBrokenGzip(error))
      throw new EnvironmentError(`${path} cannot be read (${error.code ?? 'unknown'})`);
    throw error;
  } finally {
    file.destroy();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

/** Whether a compressed file ends or breaks before its end. */
export function isBrokenGzip(error: unknown): boolean {
  return isSystemError(error) && error.code?.startsWith('Z_') === true;
}
