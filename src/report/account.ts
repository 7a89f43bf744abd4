import { z } from 'zod';
import type { Foundation } from '../engine/knowledge.ts';
import type { Specification } from '../engine/specification.ts';
import type { ResultRow } from '../sql/runner.ts';
import type { Outcome, Span } from './month.ts';
import { reasonMeanings } from './reason-words.ts';
import type { ReasonMeaning } from './reason-words.ts';
import { rowsOf } from './summary.ts';
import type { MemberDays, Summary } from './summary.ts';

/** The specification's part that a report shows. */
export type JudgedSpecification = Pick<Specification, 'id' | 'title' | 'payer' | 'from' | 'gates'>;

/** What a run found, arranged for people: what the summary on the terminal and the report page are made of. */
export interface Account {
  readonly summary: Summary;
  readonly specifications: readonly JudgedSpecification[];
  /** Specification → reason → what it means. */
  readonly meanings: ReadonlyMap<string, ReadonlyMap<string, ReasonMeaning>>;
  readonly providers: readonly ProviderDays[];
  /** The earliest due first. */
  readonly lapses: readonly Lapse[];
  /** Members that are shown day by day, in their order. */
  readonly members: readonly ShownMember[];
  /** Whether those are the ones that were asked for, and how many need action. */
  readonly asked: boolean;
  readonly needAction: number;
  /** The gravest first. */
  readonly issueKinds: readonly IssueKind[];
}

export interface ProviderDays {
  readonly specification: string;
  /** Null: the episode names none. */
  readonly provider: string | null;
  readonly days: MemberDays;
}

/** Days that stop being satisfied within a week of as-of, unless a contact is made. */
export interface Lapse {
  readonly specification: string;
  readonly member: string;
  readonly provider: string | null;
  readonly eligibleThrough: string;
  readonly nextContactDue: string;
}

export interface ShownMember {
  readonly member: string;
  readonly cases: readonly ShownCase[];
}

/** A member's days by one specification with one provider. */
export interface ShownCase {
  readonly specification: string;
  readonly provider: string | null;
  readonly spans: readonly Span[];
}

export interface IssueKind {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly issues: number;
}

const outcome = z.enum(['satisfied', 'not-satisfied', 'insufficient-data']);
const providerRow = z.object({
  specification: z.string(),
  provider: z.string().nullable(),
  outcome,
  member_days: z.number(),
});
const lapseRow = z.object({
  specification: z.string(),
  member: z.string(),
  provider: z.string().nullable(),
  eligible_through: z.string(),
  next_contact_due: z.string(),
});
const calendarRow = z.object({
  specification: z.string(),
  member: z.string(),
  provider: z.string().nullable(),
  start_date: z.string(),
  end_date: z.string(),
  outcome,
  reason: z.string(),
  boundary_sensitive: z.array(z.string()),
  eligible_through: z.string().nullable(),
  next_contact_due: z.string().nullable(),
});
const issueKind = z.object({ severity: z.string(), code: z.string(), message: z.string(), issues: z.number() });
const attentionTotal = z.object({ members: z.number() });

/** Relations that `accountOf` reads, beside those of the summary. */
export const ACCOUNT_RESULTS = ['provider_total', 'lapse', 'calendar', 'attention_total', 'issue_kind'];

type Results = Readonly<Record<string, readonly ResultRow[]>>;

/** Arranges the results of a run. Throws ZodError where a text gives other columns than this code knows. */
export function accountOf(
  summary: Summary,
  specifications: readonly JudgedSpecification[],
  foundation: Pick<Foundation, 'rules' | 'means'>,
  results: Results,
  asked: boolean,
): Account {
  return {
    summary,
    specifications,
    meanings: new Map(specifications.map((one) => [one.id, reasonMeanings(one, foundation)])),
    providers: providerDays(results),
    lapses: rowsOf(results, 'lapse', lapseRow).map((row) => ({
      specification: row.specification,
      member: row.member,
      provider: row.provider,
      eligibleThrough: row.eligible_through,
      nextContactDue: row.next_contact_due,
    })),
    members: shownMembers(results),
    asked,
    needAction: rowsOf(results, 'attention_total', attentionTotal)[0]?.members ?? 0,
    issueKinds: rowsOf(results, 'issue_kind', issueKind),
  };
}

/** What a reason means to a specification; where nothing says it, the reason itself. */
export function meaningOf({ meanings }: Account, specification: string, reason: string): string {
  return meanings.get(specification)?.get(reason)?.means ?? reason;
}

/** The outcome that a reason stands for. */
export function outcomeOf({ meanings }: Account, specification: string, reason: string): Outcome {
  return meanings.get(specification)?.get(reason)?.outcome ?? 'insufficient-data';
}

/** What a reason means to the first specification that knows it. */
export function anyMeaningOf({ meanings }: Account, reason: string): string {
  for (const own of meanings.values()) {
    const meaning = own.get(reason);
    if (meaning !== undefined) return meaning.means;
  }
  return reason;
}

function providerDays(results: Results): ProviderDays[] {
  const days = new Map<string, ProviderDays>();
  for (const row of rowsOf(results, 'provider_total', providerRow)) {
    const key = `${row.specification} ${row.provider ?? ''}`;
    const one = days.get(key) ?? {
      specification: row.specification,
      provider: row.provider,
      days: { satisfied: 0, notSatisfied: 0, insufficientData: 0 },
    };
    one.days[DAYS_OF[row.outcome]] += row.member_days;
    days.set(key, one);
  }
  return [...days.values()];
}

const DAYS_OF: Readonly<Record<Outcome, keyof MemberDays>> = {
  satisfied: 'satisfied',
  'not-satisfied': 'notSatisfied',
  'insufficient-data': 'insufficientData',
};

function shownMembers(results: Results): ShownMember[] {
  const members = new Map<string, Map<string, { specification: string; provider: string | null; spans: Span[] }>>();
  for (const row of rowsOf(results, 'calendar', calendarRow)) {
    const cases =
      members.get(row.member) ?? new Map<string, { specification: string; provider: string | null; spans: Span[] }>();
    members.set(row.member, cases);
    const key = `${row.specification} ${row.provider ?? ''}`;
    const one = cases.get(key) ?? { specification: row.specification, provider: row.provider, spans: [] };
    cases.set(key, one);
    one.spans.push({
      start: row.start_date,
      end: row.end_date,
      outcome: row.outcome,
      reason: row.reason,
      sensitive: row.boundary_sensitive,
      eligibleThrough: row.eligible_through,
      nextContactDue: row.next_contact_due,
    });
  }
  return [...members].map(([member, cases]) => ({ member, cases: [...cases.values()] }));
}
