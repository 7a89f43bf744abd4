import type { ResultRow } from '../sql/runner.ts';
import type { Summary } from './summary.ts';

/** The summary that a person reads. */
export function summaryText(
  summary: Summary,
  _results: Readonly<Record<string, readonly ResultRow[]>>,
  where: { out: string; source: string },
): string {
  return `${JSON.stringify(summary, null, 1)}\n${where.out}\n`;
}
