/** What a check wrote, read back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const rows = z.array(z.record(z.string(), z.string()));
const issue = z.object({
  file: z.string(),
  line: z.string(),
  resource: z.string(),
  code: z.string(),
  severity: z.string(),
  message: z.string(),
});
const span = z.object({
  specification: z.string(),
  member: z.string(),
  provider: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  outcome: z.string(),
  reason: z.string(),
  evidence: z.string(),
});
export type Issue = z.infer<typeof issue>;
export type Span = z.infer<typeof span>;

/** Rows of a CSV text: texts, empty for null. */
export function rowsOf(csv: string): Record<string, string>[] {
  return rows.parse(parse(csv, { columns: true }));
}

function table<T>(out: string, name: string, row: z.ZodType<T>): T[] {
  return z.array(row).parse(rowsOf(readFileSync(join(out, name), 'utf8')));
}

export function issuesOf(out: string): Issue[] {
  return table(out, 'issues.csv', issue);
}

/** Where the errors are: `file:line code`. */
export function errorsOf(out: string): string[] {
  return issuesOf(out)
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, code }) => `${file}:${line} ${code}`);
}

export function spansOf(out: string): Span[] {
  return table(out, 'case-rate.csv', span);
}

/** A member's days: `start end outcome reason`. */
export function daysOf(out: string, member: string): string[] {
  return spansOf(out)
    .filter((row) => row.member === `Patient/${member}`)
    .map(({ start_date, end_date, outcome, reason }) => `${start_date} ${end_date} ${outcome} ${reason}`);
}

/** The one outcome that a member has beside satisfied. */
export function elseOf(out: string, member: string): string {
  const others = spansOf(out).filter((row) => row.member === `Patient/${member}` && row.outcome !== 'satisfied');
  return [...new Set(others.map(({ outcome, reason }) => `${outcome} ${reason}`))].join(', ');
}
