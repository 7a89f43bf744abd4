import type { RowKind } from './canonical.ts';
import type { Extract } from './mapping.ts';
import type { LinkedRow } from './to-fhir/linked.ts';
import { CHILD_KINDS, childrenOf, parentOf } from './to-fhir/table.ts';
import type { ChildKind, Children } from './to-fhir/table.ts';

/** A row that becomes part of another's resource, and where it stands. */
export interface WaitingRow {
  readonly one: LinkedRow<ChildKind>;
  readonly extract: Extract;
  readonly line: number;
}

const NONE: Children = {};
const PARENTS: ReadonlySet<RowKind> = new Set(Object.values(CHILD_KINDS).map(({ parent }) => parent));

/** Rows of few kinds that wait for the row of which they become part. */
export class WaitingRows {
  /** `kind key` of that row → what becomes part of it. */
  readonly #waiting = new Map<string, WaitingRow[]>();

  add(row: WaitingRow): void {
    const { kind, key } = parentOf(row.one);
    const name = nameOf(kind, key);
    const others = this.#waiting.get(name);
    if (others === undefined) this.#waiting.set(name, [row]);
    else others.push(row);
  }

  /** What becomes part of that row; it waits no more. */
  take(kind: RowKind, key: string): Children {
    if (!PARENTS.has(kind)) return NONE;
    const name = nameOf(kind, key);
    const found = this.#waiting.get(name);
    if (found === undefined) return NONE;
    this.#waiting.delete(name);
    return childrenOf(found.map(({ one }) => one));
  }

  /** What still waits. */
  rest(): WaitingRow[] {
    return [...this.#waiting.values()].flat();
  }
}

function nameOf(kind: RowKind, key: string): string {
  return `${kind} ${key}`;
}
