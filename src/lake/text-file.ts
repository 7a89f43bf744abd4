import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Bytes that are gathered before they are written. */
const CHUNK_BYTES = 256 * 1024;
/** Bytes that a unit of UTF-16 takes in UTF-8, at most. */
const WIDEST = 3;

interface Chunk {
  readonly bytes: Buffer;
  used: number;
}

/** A file of text that is written in large pieces. Text becomes bytes at once: gathered as text, it would be copied twice more. */
export class TextFile {
  readonly #handle: FileHandle;
  #chunk = chunkOf(CHUNK_BYTES);
  #full: Chunk[] = [];
  /** Chunks that were written, to be filled again. */
  readonly #free: Chunk[] = [];

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(path: string): Promise<TextFile> {
    return new TextFile(await open(path, 'w'));
  }

  /** Whether so much has been gathered that it should be written. */
  get isFull(): boolean {
    return this.#full.length > 0;
  }

  addLine(text: string): void {
    this.add(text);
    this.add('\n');
  }

  add(text: string): void {
    const most = WIDEST * text.length;
    if (most > this.#chunk.bytes.length - this.#chunk.used) this.#turn(most);
    this.#chunk.used += this.#chunk.bytes.write(text, this.#chunk.used);
  }

  /** Writes the chunks that are full. */
  async flush(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    for (const { bytes, used } of full) {
      await this.#handle.writeFile(bytes.subarray(0, used));
      if (bytes.length === CHUNK_BYTES) this.#free.push({ bytes, used: 0 });
    }
  }

  async close(): Promise<void> {
    try {
      this.#full.push(this.#chunk);
      await this.flush();
    } finally {
      await this.#handle.close();
    }
  }

  /** Goes on in another chunk, with room for so many bytes. */
  #turn(bytes: number): void {
    this.#full.push(this.#chunk);
    this.#chunk = bytes > CHUNK_BYTES ? chunkOf(bytes) : (this.#free.pop() ?? chunkOf(CHUNK_BYTES));
  }
}

function chunkOf(bytes: number): Chunk {
  return { bytes: Buffer.allocUnsafeSlow(bytes), used: 0 };
}
