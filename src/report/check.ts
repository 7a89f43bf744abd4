import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asksForFindings } from '../engine/plan.ts';
import type { Question } from '../engine/plan.ts';
import type { RunResult } from '../engine/run.ts';
import { UsageError } from '../errors.ts';
import type { Result } from '../sql/runner.ts';
import { accountOf, ACCOUNT_RESULTS } from './account.ts';
import type { Account } from './account.ts';
import { reportHtml } from './html.ts';
import { judge, known, shownMembers, whole } from './judge.ts';
import type { Judging } from './judge.ts';
import { manifestOf } from './manifest.ts';
import type { Invocation } from './manifest.ts';
import { checkOutputs } from './outputs.ts';
import type { Format } from './outputs.ts';
import { summaryOf } from './summary.ts';
import type { Summary } from './summary.ts';

export interface CheckRequest extends Judging {
  readonly question: Question;
  readonly formats: readonly Format[];
  /** `Patient/id` of those whose calendar is shown; empty: of those that need action. */
  readonly members: readonly string[];
  readonly invocation: Invocation;
}

export interface Checked {
  readonly summary: Summary;
  readonly account: Account;
  readonly result: RunResult;
}

/** Results that a summary and a report are made of: the relation of that name, whole. */
const RESULTS = [
  'day_total',
  'specification_total',
  'undecided_total',
  'issue_total',
  'record_count',
  ...ACCOUNT_RESULTS,
];

/**
 * Judges a source and writes the files of outputs.md into `folder`, which must be there. Throws UsageError where a member isn't in
 * the source, EngineError, EnvironmentError.
 */
export async function check(request: CheckRequest, folder: string): Promise<Checked> {
  const { foundation, question, source } = request;
  const billing = asksForFindings(question);
  const results = billing ? [...RESULTS, 'billing_total'] : RESULTS;
  const result = await judge(request, question, {
    inputs: [shownMembers(request.members)],
    outputs: checkOutputs(folder, request.formats, { readings: question.readings === 'all', billing }),
    results: [...results.map((name) => whole(name, ORDERED[name])), MEMBER_RECORDS, ...request.members.map(known)],
  });
  const unknown = request.members.filter((member) => result.results[`known ${member}`]?.[0]?.['found'] !== 1);
  if (unknown.length > 0) throw new UsageError(`${unknown.join(', ')}: no such member is in the source`);
  const summary = summaryOf(
    {
      from: question.from,
      to: question.to,
      asOf: question.asOf,
      engine: request.runner.name,
      specifications: question.specifications.map(({ specification }) => specification.id),
      typesWithoutFile: [...result.counts.keys()]
        .sort()
        .filter((type) => !source.files.has(type) && !source.complete.has(type)),
      ignoredFiles: source.ignored,
    },
    foundation,
    result,
  );
  const judged = question.specifications.map(({ specification }) => specification);
  const account = accountOf(summary, judged, foundation, result.results, request.members.length > 0);
  const manifest = await manifestOf(request, result);
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  await writeFile(join(folder, 'report.html'), reportHtml(account));
  // Last: where it is, the rest is.
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { summary, account, result };
}

/** No verdict rests on what a Patient says; but a member's own record that can't be read is named. */
const MEMBER_RECORDS: Result = {
  name: 'member_record',
  sql: 'select count(*) as records from patient',
  reads: ['patient'],
};

/** A table keeps no order; views of results say theirs. */
const ORDERED: Readonly<Record<string, string>> = {
  lapse: 'next_contact_due, specification, member, provider nulls first',
};
