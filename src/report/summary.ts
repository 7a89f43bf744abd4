import { z } from 'zod';
import type { Foundation } from '../engine/knowledge.ts';
import type { RunResult } from '../engine/run.ts';
import type { ResultRow } from '../sql/runner.ts';

/** Days by outcome. */
export interface MemberDays {
  satisfied: number;
  notSatisfied: number;
  insufficientData: number;
}

export interface ReasonTotal {
  reason: string;
  memberDays: number;
  members: number;
}

/** What the billing guard finds of one specification; `kinds` as in `billing.csv`. */
export interface BillingTotal {
  specification: string;
  kinds: { kind: BillingKind; memberDays: number; members: number }[];
}

const BILLING_KINDS = [
  'billed-not-billable',
  'billed-undecided',
  'billable-not-billed',
  'duplicate',
  'overlap',
] as const;
export type BillingKind = (typeof BILLING_KINDS)[number];

/** `summary.json`; outputs.md defines all but `billing` and `source`. */
export interface Summary {
  from: string;
  to: string;
  asOf: string;
  engine: string;
  specifications: {
    id: string;
    members: number;
    providers: number;
    memberDays: MemberDays;
    reasons: ReasonTotal[];
    issues: { error: number; warning: number; information: number };
  }[];
  /** What, if it were known, would decide how many days. */
  undecided: (ReasonTotal & { wouldBeDecidedBy: string })[];
  /** By specification, how what was billed and the days differ; without the key no claim of a judged service was looked for, or found. */
  billing?: BillingTotal[];
  /** What the source lacks: types without a file, files that were passed over, and what was looked for and not found. */
  source: { typesWithoutFile: string[]; ignoredFiles: string[]; notFound: string[] };
}

const total = z.object({
  specification: z.string(),
  outcome: z.string(),
  reason: z.string(),
  member_days: z.number(),
  members: z.number(),
});
const size = z.object({ specification: z.string(), members: z.number(), providers: z.number() });
const undecided = z.object({ reason: z.string(), member_days: z.number(), members: z.number() });
const recordCount = z.object({ resource_type: z.string(), records: z.number(), peer_services: z.number() });
const billing = z.object({
  specification: z.string(),
  kind: z.enum(BILLING_KINDS).nullable(),
  member_days: z.number(),
  members: z.number(),
});
const severity = z.object({ severity: z.enum(['error', 'warning', 'information']), issues: z.number() });

export interface SummaryRequest {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly engine: string;
  readonly specifications: readonly string[];
  readonly typesWithoutFile: readonly string[];
  readonly ignoredFiles: readonly string[];
}

/** Builds the summary of a run from its results. */
export function summaryOf(request: SummaryRequest, foundation: Foundation, { results }: RunResult): Summary {
  const totals = rowsOf(results, 'day_total', total);
  const sizes = rowsOf(results, 'specification_total', size);
  const issues = { error: 0, warning: 0, information: 0 };
  for (const row of rowsOf(results, 'issue_total', severity)) issues[row.severity] = row.issues;
  return {
    from: request.from,
    to: request.to,
    asOf: request.asOf,
    engine: request.engine,
    specifications: request.specifications.map((id) => {
      const own = totals.filter(({ specification }) => specification === id);
      const own_size = sizes.find(({ specification }) => specification === id);
      return {
        id,
        members: own_size?.members ?? 0,
        providers: own_size?.providers ?? 0,
        memberDays: memberDays(own),
        reasons: own
          .map((row) => ({ reason: row.reason, memberDays: row.member_days, members: row.members }))
          .sort(byDays),
        issues,
      };
    }),
    undecided: rowsOf(results, 'undecided_total', undecided).map((row) => ({
      reason: row.reason,
      memberDays: row.member_days,
      members: row.members,
      wouldBeDecidedBy: foundation.decidedBy.get(row.reason) ?? '',
    })),
    ...billingTotals(rowsOf(results, 'billing_total', billing)),
    source: {
      typesWithoutFile: [...request.typesWithoutFile],
      ignoredFiles: [...request.ignoredFiles],
      notFound: notFound(rowsOf(results, 'record_count', recordCount), request),
    },
  };
}

/** Rows of one result, checked. Throws ZodError where a text gives other columns than this code knows. */
export function rowsOf<T>(
  results: Readonly<Record<string, readonly ResultRow[]>>,
  name: string,
  schema: z.ZodType<T>,
): T[] {
  return z.array(schema).parse(results[name] ?? []);
}

/** A specification of whose services there are claims has a row without kind, so that it is named where nothing differs. */
function billingTotals(rows: readonly z.infer<typeof billing>[]): Pick<Summary, 'billing'> {
  if (rows.length === 0) return {};
  const own = Map.groupBy(rows, ({ specification }) => specification);
  return {
    billing: [...own].map(([specification, totals]) => ({
      specification,
      kinds: totals.flatMap(({ kind, member_days, members }) =>
        kind === null ? [] : [{ kind, memberDays: member_days, members }],
      ),
    })),
  };
}

function memberDays(rows: readonly z.infer<typeof total>[]): MemberDays {
  const days = (outcome: string): number =>
    rows.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.member_days, 0);
  return {
    satisfied: days('satisfied'),
    notSatisfied: days('not-satisfied'),
    insufficientData: days('insufficient-data'),
  };
}

function byDays(a: ReasonTotal, b: ReasonTotal): number {
  return b.memberDays - a.memberDays || (a.reason < b.reason ? -1 : 1);
}

/** Without an episode of a peer service there is nothing to judge: says what was looked for. */
function notFound(rows: readonly z.infer<typeof recordCount>[], request: SummaryRequest): string[] {
  const episodes = rows.find(({ resource_type }) => resource_type === 'EpisodeOfCare');
  if (episodes === undefined || episodes.peer_services > 0) return [];
  return rows
    .filter(({ peer_services }) => peer_services === 0)
    .map(({ resource_type, records }) => {
      const lacks = request.typesWithoutFile.includes(resource_type);
      return lacks
        ? `${resource_type}: none in the source`
        : `${resource_type}: ${records} read, none of a peer service`;
    });
}
