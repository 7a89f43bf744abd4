import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { EnvironmentError } from '../../errors.ts';
import type { Fingerprint } from './fingerprint.ts';

/** Into how many parts fingerprints go, by their first eight bits: a part of a billion fingerprints takes 31 MB. */
export const PARTS = 256;
/** Fingerprints that are written at once. */
const BLOCK = 512;

/** One of the parts: what is not yet written of it, and where in the file the rest is. */
interface Part {
  block: Uint32Array;
  used: number;
  /** Numbers of blocks of the file. */
  readonly written: number[];
}

/**
 * Any number of fingerprints, to be looked at part by part: equal ones are in one part. Memory holds a block of each part; full blocks
 * are in a file, which is there once it is needed.
 */
export class FingerprintParts {
  readonly #path: string;
  readonly #numbers: number;
  readonly #parts: readonly Part[];
  #full: Uint32Array[] = [];
  #blocks = 0;
  #file: FileHandle | null = null;

  /** `block`: how many fingerprints are written at once. */
  constructor(path: string, block = BLOCK) {
    this.#path = path;
    this.#numbers = 2 * block;
    this.#parts = Array.from({ length: PARTS }, () => ({ block: new Uint32Array(2 * block), used: 0, written: [] }));
  }

  add({ high, low }: Fingerprint): void {
    const part = this.#parts[high >>> 24];
    if (part === undefined) throw new RangeError('a fingerprint is two unsigned 32-bit numbers');
    part.block[part.used++] = high;
    part.block[part.used++] = low;
    if (part.used === this.#numbers) this.#turn(part);
  }

  /** Writes the blocks that are full. */
  async settle(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    if (full.length === 0) return;
    this.#file ??= await open(this.#path, 'w+');
    for (const { buffer } of full) await this.#file.writeFile(new Uint8Array(buffer));
  }

  /** Gives the fingerprints of a part, in any order. */
  async read(index: number, take: (one: Fingerprint) => void): Promise<void> {
    await this.settle();
    const part = this.#parts[index];
    if (part === undefined) return;
    const block = new Uint32Array(this.#numbers);
    for (const number of part.written) {
      await this.#readBlock(block, number);
      takePairs(block, take);
    }
    takePairs(part.block.subarray(0, part.used), take);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #readBlock(block: Uint32Array, number: number): Promise<void> {
    const found = await this.#file?.read(block, 0, block.byteLength, number * block.byteLength);
    if (found?.bytesRead !== block.byteLength)
      throw new EnvironmentError(`${this.#path} was changed while it was in use`);
  }

  #turn(part: Part): void {
    this.#full.push(part.block);
    part.written.push(this.#blocks++);
    part.block = new Uint32Array(this.#numbers);
    part.used = 0;
  }
}

function takePairs(numbers: Uint32Array, take: (one: Fingerprint) => void): void {
  for (let at = 0; at < numbers.length; at += 2) take({ high: numbers[at] ?? 0, low: numbers[at + 1] ?? 0 });
}
