import type { CodeSystem, CodeTable } from './mapping.ts';
import { nearestCodes } from './nearest-codes.ts';

/** How often a local code stands in the extracts, and what it is mapped to. */
export interface CodeCount {
  /** Name of the code table, or of the code system where the mapping has no table. */
  readonly table: string;
  readonly code: string;
  readonly count: number;
  /** Null: unmapped. */
  readonly target: string | null;
  /** Of an unmapped one: codes that it may mean, the likeliest first. */
  readonly nearest: readonly string[];
}

/** Unmapped codes that are kept for each table: a column of free text that is taken for codes must not fill the memory. */
const KEPT_UNMAPPED = 1000;

interface Entry {
  count: number;
  readonly target: string | null;
  /** Found when first asked for. */
  nearest?: readonly string[];
}

/** The codes of one table, and how often each was met. */
export class CodeTally {
  readonly table: string;
  readonly #system: CodeSystem;
  readonly #entries: Map<string, Entry>;
  #unmapped = 0;
  #beyond = 0;

  constructor(table: CodeTable) {
    this.table = table.name;
    this.#system = table.system;
    this.#entries = new Map([...table.targets].map(([code, target]) => [code, { count: 0, target }]));
  }

  /** Counts a local code and gives what it is mapped to; null for nothing. */
  meet(code: string): string | null {
    const entry = this.#entries.get(code);
    if (entry !== undefined) {
      entry.count++;
      return entry.target;
    }
    if (this.#unmapped === KEPT_UNMAPPED) this.#beyond++;
    else {
      this.#unmapped++;
      this.#entries.set(code, { count: 1, target: null });
    }
    return null;
  }

  /** How many cells held codes that are unmapped and too many to be kept. */
  get beyond(): number {
    return this.#beyond;
  }

  /** What was met, most often first. */
  counts(): CodeCount[] {
    const met = [...this.#entries].flatMap(([code, entry]) =>
      entry.count === 0
        ? []
        : [{ table: this.table, code, count: entry.count, target: entry.target, nearest: this.nearest(code) }],
    );
    return met.sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1));
  }

  /** Codes that an unmapped one may mean; none where it is one of too many to be kept. */
  nearest(code: string): readonly string[] {
    const entry = this.#entries.get(code);
    return entry === undefined || entry.target !== null ? [] : (entry.nearest ??= nearestCodes(code, this.#system));
  }
}

/** Counts the local codes of a run, table by table. */
export class CodeUse {
  readonly #tallies = new Map<string, CodeTally>();

  of(table: CodeTable): CodeTally {
    const name = `${table.isOwn ? 'table' : 'system'} ${table.name}`;
    const found = this.#tallies.get(name) ?? new CodeTally(table);
    this.#tallies.set(name, found);
    return found;
  }

  /** Ordered by name of the table. */
  tallies(): CodeTally[] {
    return [...this.#tallies.values()].sort((one, other) => (one.table < other.table ? -1 : 1));
  }

  counts(): CodeCount[] {
    return this.tallies().flatMap((tally) => tally.counts());
  }
}
