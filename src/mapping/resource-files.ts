import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { LineFile } from '../lake/line-file.ts';

/** `<Type>.ndjson` for each type that a mapping can make; an empty one says that there is none of it. */
export class ResourceFiles {
  readonly #files: ReadonlyMap<string, LineFile>;
  readonly #counts = new Map<string, number>();

  private constructor(files: ReadonlyMap<string, LineFile>) {
    this.#files = files;
  }

  /** Throws EnvironmentError where a file can't be written. */
  static async create(folder: string, types: readonly string[]): Promise<ResourceFiles> {
    const files = new Map<string, LineFile>();
    for (const type of types) files.set(type, await LineFile.create(join(folder, `${type}.ndjson`)));
    return new ResourceFiles(files);
  }

  add(resource: Resource): void {
    const type = resource.resourceType;
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
    this.#files.get(type)?.add(Buffer.from(JSON.stringify(resource)));
  }

  async flush(): Promise<void> {
    for (const file of this.#files.values()) await file.flush();
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  /** How many of each type were written. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
