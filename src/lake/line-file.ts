import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { EnvironmentError } from '../errors.ts';

const LINE_END = Buffer.from('\n');
const BUFFER_BYTES = 1024 * 1024;

/** A line that was written: where it stands in the file, to read it again. */
export interface Extent {
  offset: number;
  bytes: number;
}

/** A file of lines that is being written. Close it before others read it. */
export class LineFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #offset = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Makes the file anew. Throws EnvironmentError where it can't be written. */
  static async create(path: string): Promise<LineFile> {
    try {
      return new LineFile(path, await open(path, 'w+'));
    } catch (error) {
      throw notWritten(path, error);
    }
  }

  /** Takes a line without its line end. Nothing is written before `flush`. The bytes must stay as they are until then. */
  add(line: Uint8Array): Extent {
    const extent = { offset: this.#offset, bytes: line.length };
    this.#waiting.push(line, LINE_END);
    this.#waitingBytes += line.length + 1;
    this.#offset += line.length + 1;
    return extent;
  }

  /** Writes what waits, if it is much or `all` is asked for. */
  async flush(all = false): Promise<void> {
    if (this.#waitingBytes === 0 || (!all && this.#waitingBytes < BUFFER_BYTES)) return;
    const bytes = Buffer.concat(this.#waiting, this.#waitingBytes);
    this.#waiting = [];
    this.#waitingBytes = 0;
    try {
      await this.#handle.appendFile(bytes);
    } catch (error) {
      throw notWritten(this.path, error);
    }
  }

  /** A line that was added. */
  async read(extent: Extent): Promise<Buffer> {
    await this.flush(true);
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(extent.bytes), 0, extent.bytes, extent.offset);
    if (bytesRead !== extent.bytes) throw new EnvironmentError(`${this.path} was changed while it was in use`);
    return buffer;
  }

  async close(): Promise<void> {
    await this.flush(true);
    await this.#handle.close();
  }

  /** Closes the file without writing what waits: for when something failed. */
  async abandon(): Promise<void> {
    await this.#handle.close();
  }
}

function notWritten(path: string, error: unknown): EnvironmentError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const remedy =
    code === 'ENOSPC'
      ? 'free some space on the disk, or set TMPDIR to a larger one'
      : 'check the permissions of its folder';
  return new EnvironmentError(`${path} cannot be written (${code}): ${remedy}`);
}
