import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { EnvironmentError } from '../../errors.ts';
import { copyOf, newestOf } from '../duplicates.ts';
import type { Extent } from '../line-file.ts';
import { lineBatches } from '../line-reader.ts';
import { LineTable } from './line-table.ts';
import { readLine, resourceOf } from './resource-line.ts';

const LINE_END = Buffer.from('\n');
/** What is written at once. */
const BUFFER_BYTES = 1024 * 1024;

/**
 * Resources of one type that a pull has received, in a file of lines that only grows: the newest version of each id counts, and
 * the others are known by where they stand. What stands in the file up to a length that was noted can be taken up again.
 * Memory: 34 to 67 bytes an id.
 */
export class StagedType {
  readonly type: string;
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #table = new LineTable();
  readonly #hash: Hash = createHash('sha256');
  /** Offsets of lines that a newer one of their id replaced. */
  readonly #superseded = new Set<number>();
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #length = 0;
  /** Writes that are under way. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(type: string, path: string, handle: FileHandle) {
    this.type = type;
    this.path = path;
    this.#handle = handle;
  }

  /** Makes the file, or takes up what it holds in its first `length` bytes. Throws EnvironmentError where it holds less. */
  static async open(type: string, path: string, length: number): Promise<StagedType> {
    const handle = await open(path, length === 0 ? 'w+' : 'r+').catch((error: unknown) => {
      throw notWritten(path, error);
    });
    const staged = new StagedType(type, path, handle);
    try {
      if (length > 0) await staged.#takeUp(length);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return staged;
  }

  /** Bytes of all lines, written or waiting. */
  get length(): number {
    return this.#length;
  }

  /** Resources, each counted once. */
  get size(): number {
    return this.#table.size;
  }

  get superseded(): ReadonlySet<number> {
    return this.#superseded;
  }

  /** SHA-256 of what is written, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  has(id: string): boolean {
    return this.#table.get(id) !== null;
  }

  /** Where the line of an id stands that counts. */
  extentOf(id: string): Extent | null {
    return this.#table.get(id);
  }

  /**
   * Takes a resource, its line without line end, which must stay as it is until `flush`. False where the id is there already:
   * `settle` then decides which line counts.
   */
  add(id: string, line: Buffer): boolean {
    if (this.has(id)) return false;
    this.#table.set(id, this.#append(line));
    return true;
  }

  /** Takes another version of an id that is there. Where nothing tells which is newer, the one that came later counts. */
  async settle(id: string, line: Buffer): Promise<void> {
    const extent = this.#table.get(id);
    const earlier = extent === null ? null : resourceOf(await this.read(extent));
    if (extent === null || earlier?.['id'] !== id) {
      this.#append(line);
      return;
    }
    const copies = [copyOf(earlier), copyOf(resourceOf(line))] as const;
    if (newestOf(copies) === copies[0]) return;
    this.#superseded.add(extent.offset);
    this.#table.set(id, this.#append(line));
  }

  /** Leaves out the line of an id, as what the lake has is as new; or takes it in again. */
  leaveOut(extent: Extent, isLeftOut: boolean): void {
    if (isLeftOut) this.#superseded.add(extent.offset);
    else this.#superseded.delete(extent.offset);
  }

  async read(extent: Extent): Promise<Buffer> {
    await this.flush(true);
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(extent.bytes), 0, extent.bytes, extent.offset);
    if (bytesRead !== extent.bytes) throw new EnvironmentError(`${this.path} was changed while it was in use`);
    return buffer;
  }

  /** Writes what waits, if it is much or `all` is asked for; then all that stood before is in the file. */
  async flush(all = false): Promise<void> {
    if (this.#waitingBytes > 0 && (all || this.#waitingBytes >= BUFFER_BYTES)) {
      const bytes = Buffer.concat(this.#waiting, this.#waitingBytes);
      const at = this.#length - this.#waitingBytes;
      this.#waiting = [];
      this.#waitingBytes = 0;
      this.#hash.update(bytes);
      this.#writing = this.#writing.then(() => this.#write(bytes, at));
      // Told to whoever waits for it.
      this.#writing.catch(() => undefined);
    } else if (!all) return;
    await this.#writing;
  }

  async #write(bytes: Buffer, at: number): Promise<void> {
    try {
      await this.#handle.write(bytes, 0, bytes.length, at);
    } catch (error) {
      throw notWritten(this.path, error);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #append(line: Buffer): Extent {
    const extent = { offset: this.#length, bytes: line.length };
    this.#waiting.push(line, LINE_END);
    this.#waitingBytes += line.length + 1;
    this.#length += line.length + 1;
    return extent;
  }

  /** Reads its own lines again; the same decisions as before come of them. */
  async #takeUp(length: number): Promise<void> {
    await this.#handle.truncate(length);
    for await (const { lines } of lineBatches(this.path)) {
      for (const line of lines) {
        const read = readLine(line, this.type);
        if (read.kind === 'blank') continue;
        if (read.kind === 'bad') throw damaged(this.path);
        const extent = { offset: this.#length, bytes: line.bytes.length };
        this.#length += line.bytes.length + 1;
        this.#hash.update(line.bytes).update(LINE_END);
        const earlier = this.#table.get(read.id);
        // A line is written only where it counts more than the one before.
        if (earlier !== null) this.#superseded.add(earlier.offset);
        this.#table.set(read.id, extent);
      }
    }
    if (this.#length !== length) throw damaged(this.path);
  }
}

function damaged(path: string): EnvironmentError {
  return new EnvironmentError(`${path} was changed since the pull was interrupted: --restart forgets it`);
}

function notWritten(path: string, error: unknown): EnvironmentError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const remedy = code === 'ENOSPC' ? 'free some space on the disk' : 'check the permissions of its folder';
  return new EnvironmentError(`${path} cannot be written (${code}): ${remedy}`);
}
