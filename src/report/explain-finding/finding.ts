import { z } from 'zod';
import { bindReading } from '../../engine/bind.ts';
import type { Reading } from '../../engine/bind.ts';
import { relation } from '../../engine/input-relations.ts';
import type { Foundation } from '../../engine/knowledge.ts';
import type { Question } from '../../engine/plan.ts';
import { UsageError } from '../../errors.ts';
import { judge, whole } from '../judge.ts';
import type { Judging } from '../judge.ts';
import { rowsOf } from '../summary.ts';
import { explainedClause, wordsOf } from './clause.ts';
import type { ExplainedClause } from './clause.ts';

export interface FindingRequest extends Judging {
  /** `to` is the explained day, `from` how far back spans are followed. */
  readonly question: Question;
  readonly clause: string;
  /** `Type/id`. */
  readonly subject: string;
}

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
  const readings = new Map(
    question.specifications.map(({ specification, chosen }) => [
      specification.id,
      bindReading(specification, foundation.rules, chosen, foundation.settings, null),
    ]),
  );
  const clauses = [...readings.values()].flatMap((reading) => explainedClause(id, reading) ?? []);
  if (clauses.length === 0)
    throw new UsageError(`there is no clause ${id}; peerbridge specifications ID lists those of a specification`);
  const isJudged = clauses.some(({ notAutomated }) => notAutomated === undefined);
  const rows = isJudged ? await findingRows(request) : [];
  const words = (row: FindingRow): ExplainedFinding => inWords(row, readings.get(row.specification), foundation);
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
      ...words(row),
      restsOn: basisOf(row, rows, clauses, question.to).map(words),
    })),
    otherDays: answers.length > 0 ? [] : own.map(words),
  };
}

async function findingRows(request: FindingRequest): Promise<FindingRow[]> {
  const { clause, question, subject } = request;
  const { results } = await judge(
    request,
    { ...question, clauses: new Set([clause]) },
    {
      texts: 'report/explain-finding/',
      inputs: [relation('explained_subject', { subject: 'text' }, [[subject]])],
      results: [whole('explained_finding', 'specification, clause, subject, provider nulls first, start_date')],
    },
  );
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

function inWords(row: FindingRow, reading: Reading | undefined, { means, decidedBy }: Foundation): ExplainedFinding {
  const words = reading === undefined ? undefined : wordsOf(row.clause, row.reason, reading);
  return {
    clause: row.clause,
    subject: row.subject,
    provider: row.provider,
    from: row.start_date,
    through: row.end_date,
    outcome: row.outcome,
    reason: row.reason,
    means: words?.means ?? means.get(row.reason) ?? '',
    advisory: row.advisory,
    boundarySensitive: row.boundary_sensitive,
    evidence: row.evidence,
    toDo: words?.['decided-by'] ?? words?.do ?? decidedBy.get(row.reason) ?? null,
  };
}
