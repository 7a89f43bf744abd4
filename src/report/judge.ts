import { relation } from '../engine/input-relations.ts';
import { readTexts } from '../engine/knowledge.ts';
import type { Foundation } from '../engine/knowledge.ts';
import { planRun } from '../engine/plan.ts';
import type { Question } from '../engine/plan.ts';
import { runOver } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import type { Issue } from '../lake/issue.ts';
import type { Source } from '../lake/source.ts';
import type { InputRelation, Job, Output, Result, Runner, Watch } from '../sql/runner.ts';

/** A source, and what it is judged by and with. */
export interface Judging {
  readonly source: Source;
  readonly foundation: Foundation;
  /** Resource types that the user says are complete, whatever the source shows. */
  readonly declaredComplete: ReadonlySet<string>;
  readonly runner: Runner;
  /** A folder for temporary files; the caller removes it. */
  readonly scratch: string;
  readonly watch: Watch;
}

/** What is made of the verdicts. */
export interface Wanted {
  /** A folder of SQL texts beside those of `report/sql`, such as `report/readiness/`. */
  readonly texts?: string;
  /** Relations that these texts read besides; `shown_member` is empty unless it is given. */
  readonly inputs?: readonly InputRelation[];
  readonly outputs?: readonly Output[];
  readonly results: readonly Result[];
}

/** Answers a question over a source, once. Throws UsageError, KnowledgeError, EngineError, EnvironmentError. */
export async function judge(judging: Judging, question: Question, wanted: Wanted): Promise<RunResult> {
  const { foundation, scratch } = judging;
  const folders = ['report/sql/', ...(wanted.texts === undefined ? [] : [wanted.texts])];
  const texts = (await Promise.all(folders.map(readTexts))).flat();
  return await runOver({
    ...judging,
    absenceNeeds: new Set([...absenceNeeds(foundation), ...[...foundation.listedBy.values()].flat()]),
    job: (files, gaps, issues): Job => ({
      ...planRun(foundation, question, { files, gaps }, { texts, inputs: inputsOf(wanted, issues) }),
      outputs: wanted.outputs ?? [],
      results: wanted.results,
      scratch,
    }),
  });
}

/** Resource types on whose absence some rule may rest. */
export function absenceNeeds({ rules }: Foundation): ReadonlySet<string> {
  return new Set([...rules.values()].flatMap((rule) => rule['absence-needs']));
}

function inputsOf({ inputs = [] }: Wanted, issues: readonly Issue[]): InputRelation[] {
  const isGiven = inputs.some(({ name }) => name === 'shown_member');
  return [issueRelation(issues), ...inputs, ...(isGiven ? [] : [shownMembers([])])];
}

/** `shown_member(member, rank)`: whose calendar is shown, in which order; none: of those that need action. */
export function shownMembers(members: readonly string[]): InputRelation {
  return relation(
    'shown_member',
    { member: 'text', rank: 'integer' },
    members.map((member, index) => [member, index + 1]),
  );
}

/** `source_issue`: what opening and cleaning the source found. Columns as issues.csv. */
export function issueRelation(issues: readonly Issue[]): InputRelation {
  return relation(
    'source_issue',
    { file: 'text', line: 'integer', resource: 'text', code: 'text', severity: 'text', message: 'text' },
    issues.map(({ file, line, resource, code, severity, message }) => [file, line, resource, code, severity, message]),
  );
}

/** A relation, whole, as a result of its name. A table keeps no order: `order` says it, views of results say theirs. */
export function whole(name: string, order?: string): Result {
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
