/**
 * How a case is written: FHIR evidence in, rows of the case rate out. A resource is a line of words ("03-02 phone engaged") under its
 * id, or that line as `is:` beside what it refers to; `also:` takes raw FHIR elements. Dates are of 2026 where no year is given.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const also = z.record(z.string(), z.unknown()).default({});

/** Resources of one kind, by id: words alone, words and references, or nothing where a case takes a shared one away. */
function kind<Shape extends z.ZodRawShape>(shape: Shape) {
  const full = z.strictObject({ is: z.string().default(''), ...shape, also });
  return z.record(z.string(), z.union([z.string().transform((is) => full.parse({ is })), full, z.null()])).default({});
}

const kinds = {
  organization: kind({ 'part-of': z.string().optional() }),
  affiliation: kind({ center: z.string(), subcontractor: z.string() }),
  role: kind({ organization: z.string().optional(), practitioner: z.string().optional() }),
  referral: kind({ performer: list.optional() }),
  episode: kind({ provider: z.string().optional(), referral: list.optional() }),
  contact: kind({
    provider: z.string().optional(),
    worker: list.optional(),
    episode: list.optional(),
    referral: list.optional(),
    subject: z.string().optional(),
  }),
  message: kind({
    from: z.string().optional(),
    to: list.optional(),
    answers: list.optional(),
    subject: z.string().optional(),
  }),
};
const settings = z.record(z.string(), z.string());
/** Rows under the provider that they are of, or under "Patient/x Organization/y" where a case has several members. */
const rows = z.union([
  z.array(z.string()).transform((lines) => ({ 'Organization/o': lines })),
  z.record(z.string(), z.array(z.string())),
]);

const shared = z.strictObject({
  days: z.string().optional(),
  /** What decides the gates that a file isn't about; stands in the evidence of each satisfied row. */
  'satisfied-by': z.string().default(''),
  ...kinds,
});

const caseShape = z.strictObject({
  case: z.string(),
  point: z.union([z.int().transform((point) => [point]), z.array(z.int())]),
  days: z.string().optional(),
  'as-of': z.string().optional(),
  /** Types known complete, of those whose absence says something; default: all three. */
  complete: list.optional(),
  /** Types given with --complete. */
  'declared-complete': list.default([]),
  'satisfied-by': z.string().optional(),
  ...kinds,
  /** Resources as they are. */
  raw: z.array(z.looseObject({ resourceType: z.string(), id: z.string().optional() })).default([]),
  /** Lines of a type's file that are no JSON. */
  lines: z.record(z.string(), z.array(z.string())).default({}),
  /** Rows of the case rate; a case about findings may leave them open. */
  expect: rows.optional(),
  /** Rows of findings under "CLAUSE Type/id": all that the clause says of that subject. Clauses that a case doesn't name are left open. */
  findings: z.record(z.string(), z.array(z.string())).default({}),
  /** Warnings and errors: "warning Encounter/a", or the file of a line that names no resource. */
  issues: z.array(z.string()).default([]),
  /** The same evidence under other values of parameters. */
  readings: z.array(z.strictObject({ set: settings, expect: rows })).default([]),
});

const fileShape = z.strictObject({ shared, cases: z.array(caseShape).min(1) });
type Written = z.infer<typeof caseShape>;

/** A case with what its file shares filled in. */
export interface Case extends Omit<Written, 'days' | 'satisfied-by'> {
  readonly days: string;
  readonly 'satisfied-by': string;
}

export function readCases(file: string): Case[] {
  const read = fileShape.parse(parse(readFileSync(file, 'utf8')));
  return read.cases.map((each) => {
    const days = each.days ?? read.shared.days;
    if (days === undefined) throw new Error(`${file}: "${each.case}" has no days`);
    return {
      ...each,
      days,
      'satisfied-by': each['satisfied-by'] ?? read.shared['satisfied-by'],
      organization: { ...read.shared.organization, ...each.organization },
      affiliation: { ...read.shared.affiliation, ...each.affiliation },
      role: { ...read.shared.role, ...each.role },
      referral: { ...read.shared.referral, ...each.referral },
      episode: { ...read.shared.episode, ...each.episode },
      contact: { ...read.shared.contact, ...each.contact },
      message: { ...read.shared.message, ...each.message },
    };
  });
}

/** `03-02` is 2 March 2026; whatever has a year stands as it is written. */
export const fullDate = (text: string): string => (/^\d\d-\d\d$/.test(text) ? `2026-${text}` : text);

/** `03-02 .. 03-08`, or one day. */
export function range(text: string): { from: string; to: string } {
  const [from, to = from, ...rest] = text.split(' .. ');
  if (from === undefined || to === undefined || rest.length > 0) throw new Error(`"${text}" is no range of days`);
  return { from: fullDate(from), to: fullDate(to) };
}

/** One row as a case expects it, and as a run gives it. */
export interface Row {
  readonly from: string;
  readonly to: string;
  readonly outcome: string;
  readonly reason: string;
  readonly sensitive: readonly string[];
  /** Of satisfied rows; undefined where the case leaves it open, empty for none. */
  readonly through: string | undefined;
  readonly due: string | undefined;
  readonly evidence: string;
}

/**
 * `03-02 .. 03-08 satisfied all-gates-satisfied A01 Encounter/a through 03-08 due 03-09`: days, outcome, reason, the ambiguities whose
 * other reading differs, what decides it, and for satisfied rows until when, and by when the next contact (`due never`: none).
 */
export function readRow(line: string, satisfiedBy: string): Row {
  const words = line.split(/ +/);
  const days = words.splice(0, words[1] === '..' ? 3 : 1).join(' ');
  const [outcome = '', reason = '', ...rest] = words;
  const after = (word: string): string | undefined => {
    const at = rest.indexOf(word);
    if (at < 0) return undefined;
    const [, value = ''] = rest.splice(at, 2);
    return value === 'never' ? '' : fullDate(value);
  };
  const through = after('through');
  const due = after('due');
  const sensitive = rest.filter((word) => /^A\d\d$/.test(word));
  const evidence = rest.filter((word) => /^[A-Z]\w+\//.test(word));
  if (sensitive.length + evidence.length < rest.length) throw new Error(`a word that says nothing in "${line}"`);
  if (outcome === 'satisfied') evidence.push(...satisfiedBy.split(' ').filter((word) => word !== ''));
  const none = outcome === 'satisfied' ? undefined : '';
  return {
    ...range(days),
    outcome,
    reason,
    sensitive,
    through: through ?? none,
    due: due ?? none,
    evidence: [...new Set(evidence)].sort().join(' '),
  };
}
