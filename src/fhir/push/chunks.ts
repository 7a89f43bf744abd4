import { parseJson } from '../../lake/json-text.ts';
import type { Item } from './inventory.ts';
import { localTargets } from './references.ts';

export interface ChunkLimits {
  readonly entries: number;
  /** Of the NDJSON lines: what is added to them is small. */
  readonly bytes: number;
  /** In a batch no entry may refer to another (FHIR R4, http, 3.1.0.11.1). */
  readonly mayReferWithin: boolean;
}

type Group = readonly Item[];

/** Gathers groups into chunks within limits, in order. A group that is too large stands alone. */
export async function* chunksOf(groups: AsyncIterable<Group>, limits: ChunkLimits): AsyncGenerator<Group[]> {
  let chunk = new Chunk();
  for await (const group of groups) {
    if (!chunk.hasRoomFor(group, limits)) {
      yield chunk.groups;
      chunk = new Chunk();
    }
    chunk.add(group);
  }
  if (chunk.groups.length > 0) yield chunk.groups;
}

class Chunk {
  readonly groups: Group[] = [];
  readonly #names = new Set<string>();
  #bytes = 0;

  hasRoomFor(group: Group, { entries, bytes, mayReferWithin }: ChunkLimits): boolean {
    if (this.groups.length === 0) return true;
    if (this.#names.size + group.length > entries || this.#bytes + bytesOf(group) > bytes) return false;
    return (
      mayReferWithin || !group.some(({ text }) => localTargets(parseJson(text)).some((one) => this.#names.has(one)))
    );
  }

  add(group: Group): void {
    this.groups.push(group);
    this.#bytes += bytesOf(group);
    for (const { type, id } of group) this.#names.add(`${type}/${id}`);
  }
}

function bytesOf(group: Group): number {
  return group.reduce((sum, { text }) => sum + text.length, 0);
}
