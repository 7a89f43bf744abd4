import { newestOf } from './duplicates.ts';
import type { Copy } from './duplicates.ts';
import type { Place } from './data-file.ts';
import type { Extent, LineFile } from './line-file.ts';

/** A line whose id occurs more than once. Its text waits in a scratch file, so that memory holds only what decides. */
export interface HeldCopy extends Copy {
  id: string;
  place: Place;
  extent: Extent;
}

/** What becomes of the copies of one id. */
export interface Decision {
  id: string;
  kept: HeldCopy | null;
  /** Older ones than the one that is kept, and the same once more: nothing is lost with them. */
  superseded: readonly HeldCopy[];
  repeated: readonly HeldCopy[];
  /** All of them, where none is the newest. */
  undecided: readonly HeldCopy[];
}

/** Copies, grouped by id, in an order that doesn't depend on that of files or lines. */
export class HeldCopies {
  readonly #file: LineFile;
  readonly #byId = new Map<string, HeldCopy[]>();

  constructor(file: LineFile) {
    this.#file = file;
  }

  add(id: string, line: Buffer, copy: Copy, place: Place): void {
    const held = { ...copy, id, place, extent: this.#file.add(line) };
    const copies = this.#byId.get(id);
    if (copies === undefined) this.#byId.set(id, [held]);
    else copies.push(held);
  }

  flush(): Promise<void> {
    return this.#file.flush();
  }

  decisions(): Decision[] {
    return [...this.#byId.keys()].sort().map((id) => decide(id, this.#byId.get(id) ?? []));
  }

  read(copy: HeldCopy): Promise<Buffer> {
    return this.#file.read(copy.extent);
  }
}

function decide(id: string, copies: readonly HeldCopy[]): Decision {
  const kept = newestOf(copies);
  if (kept === null) return { id, kept, superseded: [], repeated: [], undecided: copies };
  const others = copies.filter((copy) => copy !== kept);
  return {
    id,
    kept,
    superseded: others.filter((copy) => copy.digest !== kept.digest),
    repeated: others.filter((copy) => copy.digest === kept.digest),
    undecided: [],
  };
}
