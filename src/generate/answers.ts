import type { Account } from './account.ts';
import { dateOf } from './calendar.ts';
import type { Service } from './codes.ts';
import { cell } from './extract-files.ts';
import { SortedLines } from './sorted-lines.ts';
import { outcomeOf } from './truth.ts';
import type { Truth } from './truth.ts';

const HEADER = 'specification,member,provider,start_date,end_date,outcome';

/** Days in a row of one outcome. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly truth: Truth;
}

/** Maximal: neighbours differ, or have days between them that are none of an episode. */
export function spansOf(days: ReadonlyMap<number, Truth>): Span[] {
  const spans: Span[] = [];
  for (const [day, truth] of days) {
    const before = spans.at(-1);
    if (before !== undefined && before.last === day - 1 && before.truth === truth)
      spans[spans.length - 1] = { ...before, last: day };
    else spans.push({ first: day, last: day, truth });
  }
  return spans;
}

/** What rows of extracts become that `check` speaks of. */
export type Named = 'member' | 'organization' | 'worker' | 'affiliation' | 'incident';

/** How `check` names things. */
export interface Names {
  /** Service → the specifications by whose gates its days are judged. */
  readonly specifications: Readonly<Record<Service, readonly string[]>>;
  /** Id of a clause → the specification that has it. */
  readonly clauses: ReadonlyMap<string, string>;
  /** Key in the extracts → `Type/id`. */
  readonly reference: (kind: Named, key: string) => string;
}

/** `answers.csv`, ordered as `check` orders: by specification, member, provider and date. */
export class Answers {
  readonly #names: Names;
  readonly #lines: SortedLines;

  /** `folder` takes temporary files. */
  constructor(folder: string, names: Names, atOnce?: number) {
    this.#names = names;
    this.#lines = new SortedLines(folder, 'answers', atOnce);
  }

  add(member: string, accounts: readonly Account[]): void {
    if (accounts.length === 0) return;
    const reference = this.#names.reference('member', member);
    for (const { service, provider, days } of accounts) {
      const organization = this.#names.reference('organization', provider.id);
      for (const specification of this.#names.specifications[service])
        for (const { first, last, truth } of spansOf(days))
          this.#lines.add(
            `${[specification, reference, organization].map(cell).join(',')},${dateOf(first)},${dateOf(last)},${outcomeOf(truth)}`,
          );
    }
  }

  async settle(): Promise<void> {
    await this.#lines.settle();
  }

  async write(path: string): Promise<void> {
    await this.#lines.write(path, HEADER);
  }
}
