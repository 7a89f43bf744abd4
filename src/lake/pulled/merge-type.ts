import { createHash } from 'node:crypto';
import { copyFile, link, rm, stat } from 'node:fs/promises';
import { copyOf, newestOf } from '../duplicates.ts';
import { LineFile } from '../line-file.ts';
import { lineBatches } from '../line-reader.ts';
import { readLine, resourceOf } from './resource-line.ts';
import type { StagedType } from './staged-type.ts';

/** What a file of the lake holds. */
export interface TypeFile {
  readonly resources: number;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What a pull changed in a type. */
export interface Change {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly deleted: number;
}

export interface Merge {
  /** The file before, or null where there is none. */
  readonly before: { readonly path: string; readonly file: TypeFile } | null;
  readonly staged: StagedType;
  /** Ids that the server deleted. */
  readonly deleted: ReadonlySet<string>;
  /** Whether everything was read: what is in the file before alone is no longer there. */
  readonly isWhole: boolean;
  /** Where the new file goes. */
  readonly path: string;
}

/** Writes the file of a type after a pull: each resource once, in its newest version. Reads what was there line by line. */
export async function mergeType(merge: Merge): Promise<{ file: TypeFile; change: Change; isSame: boolean }> {
  const { before, staged, deleted, path } = merge;
  await staged.flush(true);
  if (before === null) {
    const file = await writeStaged(staged, path);
    return { file, change: { added: file.resources, changed: 0, unchanged: 0, deleted: 0 }, isSame: false };
  }
  if (!merge.isWhole && staged.size === 0 && deleted.size === 0) {
    await linkOrCopy(before.path, path);
    return { file: before.file, change: NOTHING, isSame: true };
  }
  const merging = new Merging(merge, await newFile(path));
  await merging.run(before.path);
  const { change } = merging;
  // The same resources may stand in another order: what was there before stays.
  if (change.added + change.changed + change.deleted === 0) {
    await linkOrCopy(before.path, path);
    return { file: before.file, change, isSame: true };
  }
  return { file: merging.file, change, isSame: false };
}

const NOTHING: Change = { added: 0, changed: 0, unchanged: 0, deleted: 0 };

/** Links, so that what didn't change costs nothing; copies where the file system has no links. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await link(from, to).catch(() => copyFile(from, to));
}

/** What stands at the path may be a link to a file of the lake: writing into it would destroy what is there. */
async function newFile(path: string): Promise<LineFile> {
  await rm(path, { force: true });
  return await LineFile.create(path);
}

async function writeStaged(staged: StagedType, path: string): Promise<TypeFile> {
  if (staged.superseded.size === 0) {
    await linkOrCopy(staged.path, path);
    return { resources: staged.size, bytes: staged.length, sha256: staged.digest() };
  }
  const out = new Writer(await newFile(path));
  await copyCounting(staged, out);
  return await out.end();
}

/** Lines of what was received that count, in the order in which they came. */
async function copyCounting(staged: StagedType, out: Writer): Promise<void> {
  let offset = 0;
  for await (const { lines } of lineBatches(staged.path)) {
    for (const { bytes } of lines) {
      if (bytes.length > 0 && !staged.superseded.has(offset)) out.add(bytes);
      offset += bytes.length + 1;
    }
    await out.flush();
  }
}

class Writer {
  readonly #file: LineFile;
  readonly #hash = createHash('sha256');
  #resources = 0;
  #bytes = 0;

  constructor(file: LineFile) {
    this.#file = file;
  }

  add(line: Buffer): void {
    this.#file.add(line);
    this.#hash.update(line).update('\n');
    this.#resources++;
    this.#bytes += line.length + 1;
  }

  flush(): Promise<void> {
    return this.#file.flush();
  }

  async end(): Promise<TypeFile> {
    await this.#file.close();
    return { resources: this.#resources, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

class Merging {
  readonly #merge: Merge;
  readonly #out: Writer;
  #added = 0;
  #changed = 0;
  #unchanged = 0;
  #deleted = 0;
  #file: TypeFile | null = null;

  constructor(merge: Merge, out: LineFile) {
    this.#merge = merge;
    this.#out = new Writer(out);
  }

  get change(): Change {
    return { added: this.#added, changed: this.#changed, unchanged: this.#unchanged, deleted: this.#deleted };
  }

  get file(): TypeFile {
    if (this.#file === null) throw new TypeError('merged before it was run');
    return this.#file;
  }

  async run(before: string): Promise<void> {
    const { staged } = this.#merge;
    for await (const { lines } of lineBatches(before)) {
      for (const line of lines) {
        const read = readLine(line, staged.type);
        if (read.kind === 'good' && (await this.#isKept(read.id, line.bytes))) this.#out.add(line.bytes);
      }
      await this.#out.flush();
    }
    this.#added = staged.size - this.#changed - this.#unchanged;
    await copyCounting(staged, this.#out);
    this.#file = await this.#out.end();
  }

  /** Whether a line of the file before stays. */
  async #isKept(id: string, line: Buffer): Promise<boolean> {
    const { staged, deleted, isWhole } = this.#merge;
    const extent = staged.extentOf(id);
    if (extent === null) {
      const isGone = isWhole || deleted.has(id);
      if (isGone) this.#deleted++;
      return !isGone;
    }
    const copies = [copyOf(resourceOf(line)), copyOf(resourceOf(await staged.read(extent)))] as const;
    // What a whole reading shows is how things stand, even where its version is older: a server may be restored from a backup.
    const isAsNew = copies[0].digest === copies[1].digest || (!isWhole && newestOf(copies) === copies[0]);
    staged.leaveOut(extent, isAsNew);
    if (isAsNew) this.#unchanged++;
    else this.#changed++;
    return isAsNew;
  }
}

/** Size of a file that is there. */
export async function bytesOf(path: string): Promise<number> {
  return (await stat(path)).size;
}
