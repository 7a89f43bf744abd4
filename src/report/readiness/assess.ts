import { bindReading } from '../../engine/bind.ts';
import type { Foundation } from '../../engine/knowledge.ts';
import type { Question } from '../../engine/plan.ts';
import type { RunResult } from '../../engine/run.ts';
import type { Issue } from '../../lake/issue.ts';
import { absenceNeeds, judge, whole } from '../judge.ts';
import type { Judging } from '../judge.ts';
import { rowsOf, summaryOf } from '../summary.ts';
import type { Summary } from '../summary.ts';
import { clauseStates, elementStates } from './clauses.ts';
import { periodOf } from './period.ts';
import type { AskedPeriod } from './period.ts';
import type { Period, Readiness, ResourceState, SpecificationState, ToDo } from './readiness.ts';
import { costRow, countRow, horizonRow, serviceRecordRow } from './rows.ts';
import type { Facts } from './rows.ts';

export interface AssessRequest extends Judging {
  readonly asked: AskedPeriod;
  readonly question: Omit<Question, 'from' | 'to' | 'asOf' | 'readings'>;
}

export interface Assessed {
  readonly readiness: Readiness;
  readonly summary: Summary;
}

const RESULTS = [
  'day_total',
  'specification_total',
  'undecided_total',
  'issue_total',
  'record_count',
  'element_count',
  'element_cost',
  'service_record',
];
/** As of this day all that is dated exists. */
const ALL_TIME = '9999-12-31';
/** What can be decided is told from elements and the case rate; findings aren't made for it. */
const NO_FINDINGS: ReadonlySet<string> = new Set();

/** Says what of the specifications a source can decide, and what it lacks. Throws UsageError, EngineError, EnvironmentError. */
export async function assess(request: AssessRequest): Promise<Assessed> {
  const period = await chosenPeriod(request);
  const { from, to, asOf } = period;
  const question = {
    ...request.question,
    from: from ?? ALL_TIME,
    to: to ?? ALL_TIME,
    asOf: asOf ?? ALL_TIME,
    readings: 'none',
    clauses: NO_FINDINGS,
  } as const;
  const result = await run(request, question, RESULTS);
  const { results } = result;
  const { foundation, source, runner } = request;
  const summary = summaryOf(
    {
      from: question.from,
      to: question.to,
      asOf: question.asOf,
      engine: runner.name,
      specifications: question.specifications.map(({ specification }) => specification.id),
      typesWithoutFile: [],
      ignoredFiles: source.ignored,
    },
    foundation,
    result,
  );
  const facts: Facts = {
    counts: withNameless(rowsOf(results, 'element_count', countRow), request, result.issues),
    costs: rowsOf(results, 'element_cost', costRow).filter(({ reason, place }) => mayDecide(place, reason, foundation)),
    records: rowsOf(results, 'service_record', serviceRecordRow),
  };
  return { readiness: readinessOf(request, period, { facts, summary, result }), summary };
}

interface Found {
  readonly facts: Facts;
  readonly summary: Summary;
  readonly result: RunResult;
}

function readinessOf(request: AssessRequest, period: Period, found: Found): Readiness {
  const { facts, summary, result } = found;
  const specifications = request.question.specifications.map(({ specification, chosen }): SpecificationState => {
    const { rules, settings } = request.foundation;
    const evidence = {
      specification,
      rules,
      bound: bindReading(specification, rules, chosen, settings, null).clauses,
      facts,
      gaps: result.gaps,
      present: new Set(request.source.files.keys()),
    };
    const automated = clauseStates(evidence);
    const of = (decidable: string): number => automated.filter((clause) => clause.decidable === decidable).length;
    return {
      id: specification.id,
      title: specification.title,
      clauses: {
        all: specification.clauses.size,
        notAutomated: specification.clauses.size - automated.length,
        automated: automated.length,
        decidable: of('yes'),
        partly: of('partly'),
        notDecidable: of('no'),
      },
      automated,
      elements: elementStates(evidence),
      memberDays: summary.specifications.find(({ id }) => id === specification.id)?.memberDays ?? {
        satisfied: 0,
        notSatisfied: 0,
        insufficientData: 0,
      },
    };
  });
  const hasEpisode = (id: string): boolean =>
    facts.records.some((row) => row.specification === id && row.resource_type === 'EpisodeOfCare');
  return {
    period,
    engine: summary.engine,
    resources: resourceStates(request, found),
    specifications,
    nothingToJudge: specifications.map(({ id }) => id).filter((id) => !hasEpisode(id)),
    toDo: summary.undecided.map((one) => toDoOf(one, request.foundation, specifications, found)),
    issues: summary.specifications[0]?.issues ?? { error: 0, warning: 0, information: 0 },
  };
}

function toDoOf(
  undecided: Summary['undecided'][number],
  { rules }: Foundation,
  specifications: readonly SpecificationState[],
  { facts, result }: Found,
): ToDo {
  const elements = facts.costs
    .filter(({ reason }) => reason === undecided.reason)
    .map(({ specification, place, member_days: memberDays }) => {
      const known = specifications.find(({ id }) => id === specification)?.elements;
      return { specification, place, what: known?.find((one) => one.place === place)?.what ?? '', memberDays };
    })
    .sort((a, b) => b.memberDays - a.memberDays || (a.place < b.place ? -1 : 1));
  const types = [...rules.values()].flatMap((rule) =>
    rule.incomplete === undecided.reason ? rule['absence-needs'] : [],
  );
  const lacking = result.gaps.map(({ resourceType }) => resourceType).filter((type) => types.includes(type));
  return { ...undecided, incomplete: [...new Set(lacking)].sort(), elements };
}

/** Whether a rule that gives the reason reads the element: one of another rule may be missing in the same resource. */
function mayDecide(place: string, reason: string, { rules }: Foundation): boolean {
  const giving = [...rules.values()].filter(({ reasons }) => reasons[reason] !== undefined);
  // a reason that no rule gives is about the dates of episodes
  if (giving.length === 0) return place.startsWith('EpisodeOfCare.period.');
  return giving.some(({ needs }) => needs.some((need) => need.place === place));
}

function resourceStates({ foundation, source, question }: AssessRequest, { facts, result }: Found): ResourceState[] {
  const { gaps, counts } = result;
  const needed = [...foundation.rules.values()].flatMap(({ needs }) => needs.flatMap(({ of }) => of));
  const mustBeComplete = absenceNeeds(foundation);
  return [...new Set(needed)].sort().map((type) => {
    const own = gaps.filter(({ resourceType }) => resourceType === type);
    return {
      type,
      hasFile: source.files.has(type),
      complete: mustBeComplete.has(type) ? !own.some(({ subject }) => subject === null) : null,
      membersIncomplete: own.filter(({ subject }) => subject !== null).length,
      read: counts.get(type)?.read ?? 0,
      ofService: question.specifications.map(({ specification: { id } }) => ({
        specification: id,
        resources: facts.records.find((row) => row.specification === id && row.resource_type === type)?.resources ?? 0,
      })),
    };
  });
}

/** Encounters that name nobody were set aside before any SQL; whose service they were of is unknown, so each specification counts them. */
function withNameless(counts: Facts['counts'], { question }: AssessRequest, issues: readonly Issue[]): Facts['counts'] {
  const place = 'Encounter.subject';
  const missing = issues.filter(
    ({ code, resource }) => code === 'required' && (resource ?? '').startsWith('Encounter/'),
  ).length;
  const named = question.specifications.map(({ specification: { id } }) => {
    const there = counts.find((row) => row.specification === id && row.place === place)?.there ?? 0;
    return { specification: id, place, there, missing, not_understood: 0 };
  });
  return [...counts.filter((row) => row.place !== place), ...named];
}

async function chosenPeriod(request: AssessRequest): Promise<Period> {
  const { asked, question } = request;
  if (asked.to !== undefined) return periodOf(asked, []);
  const ever = {
    ...question,
    from: ALL_TIME,
    to: ALL_TIME,
    asOf: asked.asOf ?? ALL_TIME,
    readings: 'none',
    clauses: NO_FINDINGS,
  } as const;
  const { results } = await run(request, ever, ['contact_horizon']);
  return periodOf(asked, rowsOf(results, 'contact_horizon', horizonRow));
}

async function run(request: AssessRequest, question: Question, results: readonly string[]): Promise<RunResult> {
  return await judge(request, question, { texts: 'report/readiness/', results: results.map((name) => whole(name)) });
}
