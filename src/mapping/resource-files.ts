import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { TextFile } from '../lake/text-file.ts';

/** `<Type>.ndjson` for each type that a mapping can make; an empty one says that there is none of it. */
export class ResourceFiles {
  readonly #files: ReadonlyMap<string, TextFile>;
  readonly #counts = new Map<string, number>();

  private constructor(files: ReadonlyMap<string, TextFile>) {
    this.#files = files;
  }

  static async create(folder: string, types: readonly string[]): Promise<ResourceFiles> {
    const files = new Map<string, TextFile>();
    for (const type of types) files.set(type, await TextFile.open(join(folder, `${type}.ndjson`)));
    return new ResourceFiles(files);
  }

  add(resource: Resource): void {
    const type = resource.resourceType;
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
    this.#files.get(type)?.addLine(JSON.stringify(resource));
  }

  /** Waits for the disk where much has been gathered. */
  async settle(): Promise<void> {
    for (const file of this.#files.values()) if (file.isFull) await file.flush();
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  /** How many of each type were written. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
