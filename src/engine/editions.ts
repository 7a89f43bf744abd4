import { KnowledgeError } from '../errors.ts';
import { shown } from '../knowledge-file.ts';
import type { Specification } from './specification.ts';

/** Days on which an edition holds, YYYY-MM-DD, both inclusive; null: without such an end. */
export interface InForce {
  readonly first: string | null;
  readonly last: string | null;
}

/**
 * Specifications with the days on which each holds. One that says `edition-of` is one of several editions of a contract: it holds from
 * its `from` through its `until`, else to the day before the next edition begins. Any other holds on all days, or through its `until`.
 * Throws KnowledgeError where two editions of one contract hold on one day.
 */
export function withDays(specifications: readonly Specification[]): Specification[] {
  const contracts = Map.groupBy(specifications, (one) => one['edition-of'] ?? one.id);
  const days = new Map<string, InForce>();
  for (const editions of contracts.values()) {
    const inOrder = editions.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    for (const [index, edition] of inOrder.entries()) days.set(edition.id, inForce(edition, inOrder[index + 1]));
  }
  return specifications.map((one) => ({ ...one, inForce: days.get(one.id) ?? one.inForce }));
}

function inForce(edition: Specification, next: Specification | undefined): InForce {
  const { from, until } = edition;
  if (next !== undefined && next.from <= (until ?? from))
    throw new KnowledgeError(
      shown(edition.folder),
      null,
      `${edition.id} and ${next.id}, two editions of one contract, both hold on ${next.from}`,
    );
  const last = until ?? (next === undefined ? null : dayBefore(next.from));
  return { first: edition['edition-of'] === undefined ? null : from, last };
}

function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
