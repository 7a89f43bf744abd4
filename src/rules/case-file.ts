import { z } from 'zod';
import { readKnowledge } from '../knowledge-file.ts';
import type { Outcome, Rule } from '../engine/rule.ts';
import { DATES_UNKNOWN } from '../engine/findings/lanes.ts';
import { KnowledgeError } from '../errors.ts';
import { daysOf, shownDays } from './case-dates.ts';
import type { Days } from './case-dates.ts';

/** A row of evidence as a case writes it; case-evidence.ts says how. */
export type Row = Readonly<Record<string, unknown>>;

export interface RuleCase {
  readonly rule: Rule;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** What the clause gives the rule. */
  readonly with: Readonly<Record<string, unknown>>;
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** Resource types that aren't known complete. */
  readonly incomplete: readonly string[];
  /** Relation → what its rows say where they don't say otherwise. */
  readonly defaults: Readonly<Record<string, Row>>;
  /** Relation → rows. */
  readonly evidence: Readonly<Record<string, readonly Row[]>>;
  readonly expected: readonly Verdict[];
}

export interface Verdict {
  /** Where a case has several. */
  readonly subject?: string;
  readonly days: Days;
  readonly outcome: string;
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** As-of where a case gives none: after all that happens in cases. */
const LATE = '2026-12-31';

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);
const caseSchema = z
  .object({
    case: z.string(),
    with: row.optional(),
    'as-of': z.string().optional(),
    incomplete: z.array(z.string()).optional(),
    /** Lines; under the subject that they are of where a case has several. */
    expect: z.union([z.array(z.string()).min(1), z.record(z.string(), z.array(z.string()))]),
  })
  .catchall(rows);
const fileSchema = z.strictObject({
  with: row,
  defaults: z.record(z.string(), row).optional(),
  given: z.record(z.string(), rows).optional(),
  cases: z.array(caseSchema).min(1, 'a rule needs cases'),
});

/** The cases of a rule's folder. Throws KnowledgeError where there are none, or one can't be understood. */
export async function readCases(rule: Rule, folder: URL): Promise<RuleCase[]> {
  const { file, value, lineOf } = await readKnowledge(new URL('cases.yaml', folder), fileSchema);
  const titles = new Set<string>();
  return value.cases.map((entry, index) => {
    const { case: title, with: changed, 'as-of': asOf, incomplete, expect, ...evidence } = entry;
    const line = lineOf(['cases', index]);
    const wrong = (message: string): KnowledgeError => new KnowledgeError(file, line, `${title}: ${message}`);
    if (titles.has(title)) throw wrong('is here twice');
    titles.add(title);
    const types = rule['absence-needs'];
    // a rule that reads gap says itself what a gap leaves open
    const foreign = rule.text.reads.includes('gap')
      ? undefined
      : (incomplete ?? []).find((type) => !types.includes(type));
    if (foreign !== undefined) throw wrong(`incomplete: ${foreign} is none of ${types.join(', ')}`);
    const unread = Object.keys(evidence).find((name) => name !== daysRelation(rule) && !rule.text.reads.includes(name));
    if (unread !== undefined)
      throw wrong(`${unread}: the rule reads no such evidence; it reads ${rule.text.reads.join(', ')}`);
    const asked = { ...value.with, ...changed };
    const required = asked['required'] !== false;
    try {
      return {
        rule,
        title,
        file,
        line,
        with: asked,
        asOf: asOf === undefined ? LATE : daysOf(asOf).first,
        incomplete: incomplete ?? [],
        defaults: value.defaults ?? {},
        evidence: { ...value.given, ...evidence },
        expected: Array.isArray(expect)
          ? consecutive(expect.map((text) => verdictOf(text, rule, required)))
          : Object.entries(expect).flatMap(([subject, lines]) =>
              consecutive(lines.map((text) => ({ subject, ...verdictOf(text, rule, required) }))),
            ),
      };
    } catch (error) {
      throw error instanceof TypeError ? wrong(error.message) : error;
    }
  });
}

/** The relation that says on which days a rule's subjects are judged. */
export function daysRelation({ claims, over }: Rule): string {
  return claims === 'subject' ? over : 'episode';
}

/** One line, as cases expect it. */
export function shownVerdict({ subject, days, outcome, reason, evidence }: Verdict): string {
  return [
    ...(subject === undefined ? [] : [subject]),
    shownDays(days).padEnd(14),
    outcome.padEnd(17),
    reason.padEnd(27),
    ...evidence,
  ]
    .join(' ')
    .trimEnd();
}

const VERDICT = /^(\S+(?: \.\. \S+)?) +([a-z-]+) +([a-z-]+)((?: +[A-Za-z]+\/\S+)*)$/;

/** Where the clause doesn't require what it asks, a reason that isn't satisfied is not applicable. */
function verdictOf(text: string, { reasons }: Rule, required: boolean): Verdict {
  const [, days, outcome, reason, evidence] = VERDICT.exec(text) ?? [];
  if (days === undefined || outcome === undefined || reason === undefined)
    throw new TypeError(`"${text}" should be: days, outcome, reason, and any evidence`);
  const own = reasons[reason]?.outcome;
  const stated: Outcome | undefined = required || own === 'satisfied' ? own : own && 'not-applicable';
  const due: Outcome | undefined = reason === DATES_UNKNOWN ? 'insufficient-data' : stated;
  if (due !== outcome) throw new TypeError(`${reason} is ${due ?? 'no reason of the rule'}, not ${outcome}`);
  return { days: daysOf(days), outcome, reason, evidence: evidence?.split(/ +/).filter((part) => part !== '') ?? [] };
}

/** The first day expected to the last are the days of the episode, unless the case gives one: a gap is a slip. */
function consecutive(verdicts: Verdict[]): Verdict[] {
  for (const [index, { days }] of verdicts.entries()) {
    const before = verdicts[index - 1];
    if (before !== undefined && before.days.last >= days.first)
      throw new TypeError(`${shownDays(days)} should come after ${shownDays(before.days)}`);
  }
  return verdicts;
}
