import { join } from 'node:path';
import type { DataFile, Place } from './data-file.ts';
import { LineFile } from './line-file.ts';

/** Where each line of a file came from: two numbers a line and one name a file, as a Bundle may have millions of entries. */
class Origins {
  readonly #lines: number[] = [];
  readonly #entries: number[] = [];
  readonly #runs: { file: string; from: number }[] = [];

  add({ file, line, entry }: Place): void {
    if (this.#runs.at(-1)?.file !== file) this.#runs.push({ file, from: this.#lines.length });
    this.#lines.push(line);
    this.#entries.push(entry ?? 0);
  }

  /** The place of line `number`, from 1. */
  at(number: number, otherwise: string): Place {
    const index = number - 1;
    const file = this.#runs.findLast(({ from }) => from <= index)?.file ?? otherwise;
    const entry = this.#entries[index] ?? 0;
    return { file, line: this.#lines[index] ?? number, ...(entry > 0 && { entry }) };
  }
}

/** The resources of `.json` files, one NDJSON file in a scratch folder for each type. */
export class EntryFiles {
  readonly #folder: string;
  readonly #files = new Map<string, { file: LineFile; origins: Origins }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws EnvironmentError where the folder can't be written. */
  async add(type: string, line: Buffer, place: Place): Promise<void> {
    const { file, origins } = this.#files.get(type) ?? (await this.#create(type));
    file.add(line);
    origins.add(place);
    await file.flush();
  }

  /** Closes the files; they can be read from then on. */
  async close(): Promise<ReadonlyMap<string, DataFile>> {
    const files = new Map<string, DataFile>();
    for (const [type, { file, origins }] of this.#files) {
      await file.close();
      const name = `${type} (of .json files)`;
      files.set(type, { path: file.path, format: 'ndjson', name, origin: (line) => origins.at(line, name) });
    }
    return files;
  }

  /** Closes the files without writing what waits: for when something failed. */
  async abandon(): Promise<void> {
    for (const { file } of this.#files.values()) await file.abandon();
  }

  async #create(type: string): Promise<{ file: LineFile; origins: Origins }> {
    const made = { file: await LineFile.create(join(this.#folder, `${type}.0.ndjson`)), origins: new Origins() };
    this.#files.set(type, made);
    return made;
  }
}
