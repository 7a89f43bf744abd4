import { relation } from '../../engine/input-relations.ts';
import type { Question } from '../../engine/plan.ts';
import { UsageError } from '../../errors.ts';
import { judge, known, whole } from '../judge.ts';
import type { Judging } from '../judge.ts';
import { rowsOf } from '../summary.ts';
import { answerOf } from './answer.ts';
import type { Explanation } from './explanation.ts';
import { claimRow, dayRow, episodeRow, gateRow, NO_END, readingRow, referralRow } from './rows.ts';
import type { Facts } from './rows.ts';

export interface ExplainRequest extends Judging {
  /** One day: `from` and `to` are the same. */
  readonly question: Question;
  /** `Patient/id`. */
  readonly member: string;
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
  const { question, member } = request;
  const { results } = await judge(request, question, {
    texts: 'report/explain/',
    inputs: [relation('explained', { member: 'text', date: 'date' }, [[member, question.from]])],
    results: [...RESULTS.map((name) => whole(name)), known(member)],
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
