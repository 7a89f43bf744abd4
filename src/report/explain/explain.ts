import { relation } from '../../engine/input-relations.ts';
import { readTexts } from '../../engine/knowledge.ts';
import type { Foundation } from '../../engine/knowledge.ts';
import { planRun } from '../../engine/plan.ts';
import type { Question } from '../../engine/plan.ts';
import { runOver } from '../../engine/run.ts';
import { UsageError } from '../../errors.ts';
import type { Issue } from '../../lake/issue.ts';
import type { Source } from '../../lake/source.ts';
import type { Job, Runner, Watch } from '../../sql/runner.ts';
import { absenceNeeds, issueRelation, known, whole } from '../check.ts';
import { rowsOf } from '../summary.ts';
import { answerOf } from './answer.ts';
import type { Explanation } from './explanation.ts';
import { claimRow, dayRow, episodeRow, gateRow, NO_END, readingRow, referralRow } from './rows.ts';
import type { Facts } from './rows.ts';

export interface ExplainRequest {
  readonly source: Source;
  readonly foundation: Foundation;
  /** One day: `from` and `to` are the same. */
  readonly question: Question;
  readonly declaredComplete: ReadonlySet<string>;
  /** `Patient/id`. */
  readonly member: string;
  readonly runner: Runner;
  readonly scratch: string;
  readonly watch: Watch;
}

const RESULTS = [
  'explained_day',
  'explained_episode',
  'explained_gate',
  'explained_claim',
  'explained_reading',
  'explained_referral',
] as const;

/** Judges one day of one member and says why. Throws UsageError where the source doesn't know the member; EngineError, EnvironmentError. */
export async function explain(request: ExplainRequest): Promise<Explanation> {
  const { foundation, question, member } = request;
  const texts = [...(await readTexts('report/sql/')), ...(await readTexts('report/explain/'))];
  const { results } = await runOver({
    source: request.source,
    declaredComplete: request.declaredComplete,
    absenceNeeds: absenceNeeds(foundation),
    runner: request.runner,
    scratch: request.scratch,
    watch: request.watch,
    job: (files, gaps, issues): Job => ({
      ...planRun(foundation, question, { files, gaps }, { texts, inputs: inputsOf(request, issues) }),
      outputs: [],
      results: [...RESULTS.map(whole), known(member)],
      scratch: request.scratch,
    }),
  });
  if (results[`known ${member}`]?.[0]?.['found'] !== 1)
    throw new UsageError(`${member}: no such member is in the source`);
  const facts: Facts = {
    gates: rowsOf(results, 'explained_gate', gateRow),
    claims: rowsOf(results, 'explained_claim', claimRow),
    readings: rowsOf(results, 'explained_reading', readingRow),
    referrals: rowsOf(results, 'explained_referral', referralRow),
  };
  return {
    member,
    date: question.from,
    asOf: question.asOf,
    answers: rowsOf(results, 'explained_day', dayRow).map((row) => answerOf(row, facts, request)),
    episodes: rowsOf(results, 'explained_episode', episodeRow).map((row) => ({
      specification: row.specification,
      provider: row.provider,
      episode: row.episode,
      firstDate: row.first_date,
      lastDate: row.last_date === NO_END ? null : row.last_date,
      hasDay: row.has_day,
    })),
  };
}

function inputsOf({ question, member }: ExplainRequest, issues: readonly Issue[]): ReturnType<typeof relation>[] {
  return [
    issueRelation(issues),
    relation('shown_member', { member: 'text', rank: 'integer' }, []),
    relation('explained', { member: 'text', date: 'date' }, [[member, question.from]]),
    relation('explained_subject', { subject: 'text' }, []),
  ];
}
