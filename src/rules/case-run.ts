import { z } from 'zod';
import type { Foundation } from '../engine/knowledge.ts';
import { ALL_SATISFIED } from '../engine/lanes.ts';
import { planRun } from '../engine/plan.ts';
import type { Plan, Question } from '../engine/plan.ts';
import type { Rule } from '../engine/rule.ts';
import type { Clause, Specification } from '../engine/specification.ts';
import type { Result, ResultRow, Runner } from '../sql/runner.ts';
import { daysRelation } from './case-file.ts';
import type { RuleCase, Verdict } from './case-file.ts';
import { YEAR } from './case-dates.ts';
import { evidenceOf, memberOf, serviceOf, unnumbered } from './case-evidence.ts';
import type { EvidenceColumns } from './case-evidence.ts';
import { VERDICT_RULE, clausesOfVerdicts } from './case-verdicts.ts';

/** What the overlay reads beside claims: cases give it empty. */
const UNGIVEN = ['scope', 'coverage_specification'];

const QUESTION: Omit<Question, 'specifications' | 'asOf'> = {
  from: `${YEAR}-01-01`,
  to: `${YEAR}-12-31`,
  timeZone: 'America/New_York',
  byCoverage: false,
  readings: 'none',
};

/** Cases that one run of the engine can judge. */
export interface Batch {
  readonly cases: readonly RuleCase[];
  readonly asOf: string;
}

/** How many contracts the numbers of lanes leave room for in one run; each case is one. */
const MOST = 200;

/** As-of belongs to the run, not to its rows. */
export function batchesOf(cases: readonly RuleCase[]): Batch[] {
  return [...Map.groupBy(cases, ({ asOf }) => asOf)].flatMap(([asOf, some]) =>
    Array.from({ length: Math.ceil(some.length / MOST) }, (_, at) => ({
      asOf,
      cases: some.slice(at * MOST, (at + 1) * MOST),
    })),
  );
}

/** The run of a batch: its rules and the overlay as they are, with evidence given instead of computed. */
export function planOf({ cases, asOf }: Batch, foundation: Foundation, columns: EvidenceColumns): Plan {
  const specifications = cases.map((one, index) => ({ specification: specificationOf(one, index), chosen: new Map() }));
  const gaps = cases.flatMap(({ incomplete }, index) =>
    incomplete.map((resourceType) => ({ resourceType, subject: memberOf(index) })),
  );
  const rules = new Map([...foundation.rules, [VERDICT_RULE.rule, VERDICT_RULE] as const]);
  return planRun(
    { ...foundation, rules, views: [], evidence: [], subjects: [] },
    {
      ...QUESTION,
      asOf,
      specifications,
      clauses: new Set(cases.flatMap(({ rule }, index) => (isRate(rule) ? [] : [clauseOf(index)]))),
    },
    { files: new Map(), gaps },
    { texts: [], inputs: evidenceOf(cases, columns) },
  );
}

/** What of a run the cases look at. */
export const RESULT: Result = {
  name: 'verdicts',
  sql: `select 'case_rate' as relation, specification, member as subject, start_date, end_date, outcome, reason, evidence from case_rate
    union all select 'finding' as relation, specification, subject, start_date, end_date, outcome, reason, evidence from finding where clause like 'clause-%'
    order by specification, subject, start_date`,
  reads: ['case_rate', 'finding'],
};

const rowsSchema = z.array(
  z.object({
    relation: z.enum(['case_rate', 'finding']),
    specification: z.string(),
    subject: z.string(),
    start_date: z.string(),
    end_date: z.string(),
    outcome: z.string(),
    reason: z.string(),
    evidence: z.array(z.string()),
  }),
);

/** Verdicts of each case, in the order of the batch: days of the rate where its rule gates it, else what it finds. */
export function verdictsOf({ cases }: Batch, rows: readonly ResultRow[]): Verdict[][] {
  const bySpecification = Map.groupBy(rowsSchema.parse(rows), ({ specification }) => specification);
  return cases.map(({ rule, expected }, index) =>
    (bySpecification.get(nameOf(index)) ?? [])
      .filter(({ relation }) => (relation === 'case_rate') === isRate(rule))
      .map((row) => ({
        ...(expected[0]?.subject === undefined ? {} : { subject: unnumbered(row.subject) }),
        days: { first: row.start_date, last: row.end_date },
        outcome: row.outcome,
        reason: row.reason === ALL_SATISFIED ? satisfiedReason(rule) : row.reason,
        evidence: row.evidence.map(unnumbered),
      })),
  );
}

/** Judges cases; verdicts in their order. */
export async function judgeCases(
  cases: readonly RuleCase[],
  foundation: Foundation,
  columns: EvidenceColumns,
  runner: Runner,
  scratch: string,
): Promise<Map<RuleCase, Verdict[]>> {
  const judged = new Map<RuleCase, Verdict[]>();
  for (const batch of batchesOf(cases)) {
    const plan = planOf(batch, foundation, columns);
    const report = await runner.run({ ...plan, outputs: [], results: [RESULT], scratch }, () => undefined);
    if (report.state !== 'done') throw new TypeError('cases have no files that could be suspect');
    const verdicts = verdictsOf(batch, report.results[RESULT.name] ?? []);
    for (const [index, one] of batch.cases.entries()) judged.set(one, verdicts[index] ?? []);
  }
  return judged;
}

/** The columns of what the rules and the overlay read, so that cases can't fall behind the evidence. */
export async function evidenceColumns(
  foundation: Foundation,
  runner: Runner,
  scratch: string,
): Promise<EvidenceColumns> {
  const evidence = new Set(foundation.evidence.map(({ name }) => name));
  const read = [...foundation.rules.values()].flatMap(({ text }) => text.reads).filter((name) => evidence.has(name));
  const days = [...foundation.rules.values()].map(daysRelation);
  return await relationColumns([...read, ...days, 'episode', ...UNGIVEN], foundation, runner, scratch);
}

/** The columns of views, inputs, evidence and overlay, asked of the engine itself. */
export async function relationColumns(
  relations: readonly string[],
  foundation: Foundation,
  runner: Runner,
  scratch: string,
): Promise<EvidenceColumns> {
  const names = [...new Set(relations)].sort();
  const plan = planRun(
    foundation,
    { ...QUESTION, asOf: QUESTION.to, specifications: [] },
    { files: new Map(), gaps: [] },
    { texts: [], inputs: [] },
  );
  const results = names.map((name) => ({ name, sql: `select * from ${name} where false`, reads: [name] }));
  const report = await runner.run({ ...plan, outputs: [], results, scratch }, () => undefined);
  if (report.state !== 'done') throw new TypeError('there are no files that could be suspect');
  return new Map(names.map((name) => [name, report.columns[name] ?? []]));
}

/** Whether a rule speaks of days of episodes, as a gate of the case rate. */
function isRate({ claims }: Rule): boolean {
  return claims !== 'subject';
}

function clauseOf(index: number): string {
  return `clause-${index}`;
}

function nameOf(index: number): string {
  return `case-${index}`;
}

/** A case's own contract: one clause, which binds the rule and gates the case rate. */
function specificationOf(one: RuleCase, index: number): Specification {
  const { rule, with: given, file, line } = one;
  const clause: Clause = {
    id: clauseOf(index),
    says: '',
    cites: '',
    rule: rule.rule,
    with: given,
    ...(isRate(rule) && { gates: 'case-rate' }),
    file,
    line,
  };
  return {
    id: nameOf(index),
    title: '',
    payer: '',
    payers: [],
    services: [serviceOf(index)],
    from: `${YEAR}-01-01`,
    document: '',
    sections: {},
    folder: new URL(`file:///${nameOf(index)}/`),
    parameters: new Map(),
    parameterFile: { file, value: {}, lineOf: () => line },
    clauses: new Map([...clausesOfVerdicts(one), clause].map((each) => [each.id, each])),
    gates: isRate(rule) ? [clause] : [],
    inForce: { first: null, last: null },
  };
}

/** Case-rate spans say only that all gates are satisfied; with one gate that is its one satisfied reason. */
function satisfiedReason({ rule, reasons }: Rule): string {
  const [reason, other] = Object.keys(reasons).filter((name) => reasons[name]?.outcome === 'satisfied');
  if (reason === undefined || other !== undefined) throw new TypeError(`${rule} has no satisfied reason, or several`);
  return reason;
}
