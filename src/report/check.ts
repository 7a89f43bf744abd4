import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { relation } from '../engine/input-relations.ts';
import { readTexts } from '../engine/knowledge.ts';
import type { Foundation } from '../engine/knowledge.ts';
import { asksForFindings, planRun } from '../engine/plan.ts';
import type { Question } from '../engine/plan.ts';
import { runOver } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import { UsageError } from '../errors.ts';
import type { Issue } from '../lake/issue.ts';
import type { Source } from '../lake/source.ts';
import type { InputRelation, Job, Result, Runner, Watch } from '../sql/runner.ts';
import { accountOf, ACCOUNT_RESULTS } from './account.ts';
import type { Account } from './account.ts';
import { reportHtml } from './html.ts';
import { manifestOf } from './manifest.ts';
import type { Invocation } from './manifest.ts';
import { checkOutputs } from './outputs.ts';
import type { Format } from './outputs.ts';
import { summaryOf } from './summary.ts';
import type { Summary } from './summary.ts';

export interface CheckRequest {
  readonly source: Source;
  readonly foundation: Foundation;
  readonly question: Question;
  readonly declaredComplete: ReadonlySet<string>;
  readonly formats: readonly Format[];
  /** `Patient/id` of those whose calendar is shown; empty: of those that need action. */
  readonly members: readonly string[];
  readonly runner: Runner;
  readonly scratch: string;
  readonly watch: Watch;
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
  const texts = await readTexts('report/sql/');
  const billing = asksForFindings(question);
  const results = billing ? [...RESULTS, 'billing_total'] : RESULTS;
  const result = await runOver({
    source,
    declaredComplete: request.declaredComplete,
    absenceNeeds: absenceNeeds(foundation),
    runner: request.runner,
    scratch: request.scratch,
    watch: request.watch,
    job: (files, gaps, issues): Job => ({
      ...planRun(foundation, question, { files, gaps }, { texts, inputs: inputsOf(request, issues) }),
      outputs: checkOutputs(folder, request.formats, { readings: question.readings === 'all', billing }),
      results: [...results.map(whole), MEMBER_RECORDS, ...request.members.map(known)],
      scratch: request.scratch,
    }),
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

/** Resource types on whose absence some rule may rest. */
export function absenceNeeds({ rules }: Foundation): ReadonlySet<string> {
  return new Set([...rules.values()].flatMap((rule) => rule['absence-needs']));
}

function inputsOf({ members }: CheckRequest, issues: readonly Issue[]): InputRelation[] {
  return [
    issueRelation(issues),
    relation(
      'shown_member',
      { member: 'text', rank: 'integer' },
      members.map((member, index) => [member, index + 1]),
    ),
  ];
}

/** `source_issue`: what opening and cleaning the source found. Columns as issues.csv. */
export function issueRelation(issues: readonly Issue[]): InputRelation {
  return relation(
    'source_issue',
    { file: 'text', line: 'integer', resource: 'text', code: 'text', severity: 'text', message: 'text' },
    issues.map(({ file, line, resource, code, severity, message }) => [file, line, resource, code, severity, message]),
  );
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
  explained_finding: 'specification, clause, subject, provider nulls first, start_date',
};

/** A relation, whole, as a result of its name. */
export function whole(name: string): Result {
  const order = ORDERED[name];
  return { name, sql: `select * from ${name}${order === undefined ? '' : ` order by ${order}`}`, reads: [name] };
}

/** Whether the source knows a member: one row, `found` 0 or 1. */
export function known(member: string): Result {
  return {
    name: `known ${member}`,
    sql: `select count(distinct member) as found from known_member where member = '${member}'`,
    reads: ['known_member'],
  };
}
