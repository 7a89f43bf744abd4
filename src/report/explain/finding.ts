import { z } from 'zod';
import { relation } from '../../engine/input-relations.ts';
import { readTexts } from '../../engine/knowledge.ts';
import type { Foundation } from '../../engine/knowledge.ts';
import { planRun } from '../../engine/plan.ts';
import { runOver } from '../../engine/run.ts';
import { UsageError } from '../../errors.ts';
import type { Job } from '../../sql/runner.ts';
import { absenceNeeds, issueRelation, whole } from '../check.ts';
import { rowsOf } from '../summary.ts';
import { explainedClause } from './clause.ts';
import type { ExplainedClause } from './clause.ts';
import type { ExplainRequest } from './explain.ts';

/** `question`: `to` is the explained day, `from` how far back spans are followed. */
export type FindingRequest = Omit<ExplainRequest, 'member'> & {
  readonly clause: string;
  /** `Type/id`. */
  readonly subject: string;
};

const findingRow = z.object({
  specification: z.string(),
  clause: z.string(),
  subject: z.string(),
  provider: z.string().nullable(),
  start_date: z.string(),
  end_date: z.string(),
  outcome: z.string(),
  advisory: z.boolean(),
  reason: z.string(),
  boundary_sensitive: z.array(z.string()),
  evidence: z.array(z.string()),
});
type FindingRow = z.infer<typeof findingRow>;

/** One finding in words. Dates are inclusive. */
export interface ExplainedFinding {
  readonly clause: string;
  readonly subject: string;
  readonly provider: string | null;
  readonly from: string;
  readonly through: string;
  readonly outcome: string;
  readonly reason: string;
  readonly means: string;
  readonly advisory: boolean;
  readonly boundarySensitive: readonly string[];
  readonly evidence: readonly string[];
  /** What can be done about it, or what would decide it. */
  readonly toDo: string | null;
}

export interface FindingAnswer extends ExplainedFinding {
  readonly specification: string;
  /** What the clauses that it rests on say on that day: of the same subject, of its provider, and of those that a roll-up fails for. */
  readonly restsOn: readonly ExplainedFinding[];
}

export interface FindingExplanation {
  readonly subject: string;
  /** Spans are followed back to `since`. */
  readonly since: string;
  readonly date: string;
  readonly asOf: string;
  /** The clause, in each specification that has it. */
  readonly clauses: readonly ExplainedClause[];
  readonly answers: readonly FindingAnswer[];
  /** What the clause says of the subject on other days, where it says nothing on this one. */
  readonly otherDays: readonly ExplainedFinding[];
}

/**
 * What one clause says of one subject on one day, and why. Throws UsageError where no specification has the clause; EngineError,
 * EnvironmentError.
 */
export async function explainFinding(request: FindingRequest): Promise<FindingExplanation> {
  const { foundation, question, clause: id, subject } = request;
  const clauses = question.specifications.flatMap((asked) => explainedClause(asked, id, foundation) ?? []);
  if (clauses.length === 0)
    throw new UsageError(`there is no clause ${id}; peerbridge specifications ID lists those of a specification`);
  const isJudged = clauses.some(({ notAutomated }) => notAutomated === undefined);
  const rows = isJudged ? await findingRows(request) : [];
  const own = rows.filter((row) => row.clause === id && row.subject === subject);
  const answers = own.filter((row) => isOn(row, question.to));
  return {
    subject,
    since: question.from,
    date: question.to,
    asOf: question.asOf,
    clauses,
    answers: answers.map((row) => ({
      specification: row.specification,
      ...inWords(row, foundation),
      restsOn: basisOf(row, rows, clauses, question.to).map((other) => inWords(other, foundation)),
    })),
    otherDays: answers.length > 0 ? [] : own.map((row) => inWords(row, foundation)),
  };
}

async function findingRows(request: FindingRequest): Promise<FindingRow[]> {
  const { foundation, clause, subject } = request;
  const question = { ...request.question, clauses: new Set([clause]) };
  const texts = [...(await readTexts('report/sql/')), ...(await readTexts('report/explain/'))];
  const { results } = await runOver({
    source: request.source,
    declaredComplete: request.declaredComplete,
    absenceNeeds: absenceNeeds(foundation),
    runner: request.runner,
    scratch: request.scratch,
    watch: request.watch,
    job: (files, gaps, issues): Job => {
      const inputs = [
        issueRelation(issues),
        relation('shown_member', { member: 'text', rank: 'integer' }, []),
        relation('explained', { member: 'text', date: 'date' }, []),
        relation('explained_subject', { subject: 'text' }, [[subject]]),
      ];
      return {
        ...planRun(foundation, question, { files, gaps }, { texts, inputs }),
        outputs: [],
        results: [whole('explained_finding')],
        scratch: request.scratch,
      };
    },
  });
  return rowsOf(results, 'explained_finding', findingRow);
}

function basisOf(
  { specification, provider }: FindingRow,
  rows: readonly FindingRow[],
  clauses: readonly ExplainedClause[],
  date: string,
): FindingRow[] {
  const basis = clauses.find((one) => one.specification === specification)?.basis ?? [];
  return rows.filter(
    (row) =>
      row.specification === specification &&
      basis.includes(row.clause) &&
      isOn(row, date) &&
      (row.provider === null || provider === null || row.provider === provider),
  );
}

function isOn({ start_date: start, end_date: end }: FindingRow, date: string): boolean {
  return start <= date && date <= end;
}

function inWords(row: FindingRow, { means, decidedBy, rules }: Foundation): ExplainedFinding {
  const reasons = [...rules.values()].flatMap((rule) => rule.reasons[row.reason] ?? []);
  return {
    clause: row.clause,
    subject: row.subject,
    provider: row.provider,
    from: row.start_date,
    through: row.end_date,
    outcome: row.outcome,
    reason: row.reason,
    means: means.get(row.reason) ?? '',
    advisory: row.advisory,
    boundarySensitive: row.boundary_sensitive,
    evidence: row.evidence,
    toDo: row.outcome === 'insufficient-data' ? (decidedBy.get(row.reason) ?? null) : (reasons[0]?.do ?? null),
  };
}
