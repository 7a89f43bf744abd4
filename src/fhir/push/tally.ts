import type { Issue, IssueCode, Severity } from '../../lake/issue.ts';
import { whereOf } from './inventory.ts';
import type { Item } from './inventory.ts';

/** What became, or with a dry run would become, of one resource. */
export type Fate = 'created' | 'updated' | 'unchanged' | 'matched' | 'failed';

export interface Change {
  /** `Type/id` of the source. */
  readonly resource: string;
  /** `not-there`: a referral that the server doesn't have; `withheld`: one of which nothing may be told. */
  readonly fate: Fate | 'not-there' | 'withheld';
  /** `Type/id` of the server; null where it isn't there. */
  readonly server: string | null;
}

export type TypeCounts = { readonly type: string; readonly read: number } & Readonly<Record<Fate, number>>;

/** Counts what became of each resource, and names what went wrong. */
export class Tally {
  readonly issues: Issue[] = [];
  readonly #counts = new Map<string, Record<Fate, number> & { read: number }>();
  readonly #see: (change: Change) => void;
  #settled = 0;

  /** `see` is told of each resource once. */
  constructor(see: (change: Change) => void) {
    this.#see = see;
  }

  get settled(): number {
    return this.#settled;
  }

  settle({ type, id }: Pick<Item, 'type' | 'id'>, fate: Fate, server: string | null): void {
    const counts = this.#counts.get(type) ?? { read: 0, created: 0, updated: 0, unchanged: 0, matched: 0, failed: 0 };
    counts.read++;
    counts[fate]++;
    this.#counts.set(type, counts);
    this.#settled++;
    this.#see({ resource: `${type}/${id}`, fate, server });
  }

  fail(item: Item, code: IssueCode, message: string): void {
    this.note(item, code, 'error', message);
    this.settle(item, 'failed', null);
  }

  note(item: Item, code: IssueCode, severity: Severity, message: string): void {
    const { file, line, entry } = whereOf(item);
    this.issues.push({ file, line, resource: `${item.type}/${item.id}`, code, severity, message: entry + message });
  }

  counts(): TypeCounts[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, counts]) => ({ type, ...counts }));
  }
}
