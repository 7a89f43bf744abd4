import type { Stretch } from '../calendar.ts';
import { OPEN, outcomeOf } from '../truth.ts';
import type { Outcome, Truth } from '../truth.ts';

/** What a clause says of a subject on a day. */
export type Verdict = Outcome | 'not-applicable';

/** What a clause says of a subject, day by day. */
export interface Course {
  readonly on: (day: number) => Verdict;
  /** Days on which that may become another; on no other day it does. */
  readonly changes: readonly number[];
}

/** Days in a row of one verdict. */
export interface VerdictSpan extends Stretch {
  readonly verdict: Verdict;
}

/** From a day to another, both inclusive; null: without end. */
export interface Term {
  readonly first: number;
  readonly last: number | null;
}

export function isOn({ first, last }: Term, day: number): boolean {
  return first <= day && (last === null || day <= last);
}

/** Over before a day. */
export function isPast({ last }: Term, day: number): boolean {
  return last !== null && last < day;
}

/** Where terms begin, and where they are over. */
export function edgesOf(terms: readonly Term[]): number[] {
  return terms.flatMap(({ first, last }) => (last === null ? [first] : [first, last + 1]));
}

/** The same on each day. */
export function always(verdict: Verdict): Course {
  return { on: () => verdict, changes: [] };
}

/** By whether one of some terms holds. */
export function whereas(terms: readonly Term[], within: Verdict, without: Verdict): Course {
  return { on: (day) => (terms.some((term) => isOn(term, day)) ? within : without), changes: edgesOf(terms) };
}

const WORST: readonly Verdict[] = ['not-satisfied', 'insufficient-data', 'satisfied'];

/** Asked for nothing but within a term. */
export function during(term: Term, course: Course): Course {
  return {
    on: (day) => (isOn(term, day) ? course.on(day) : 'not-applicable'),
    changes: [...edgesOf([term]), ...course.changes],
  };
}

/** Of days in a row, from `first` on, what is said of each. */
export function dayByDay(first: number, truths: readonly Truth[]): Course {
  const changes: number[] = [];
  for (let index = 1; index < truths.length; index++)
    if (truths[index] !== truths[index - 1]) changes.push(first + index);
  return { on: (day) => outcomeOf(truths[day - first] ?? OPEN), changes };
}

/** AND: the worst decides, what is not applicable asks nothing. */
export function allOf(...courses: readonly Course[]): Course {
  return combined(courses, worstOf);
}

/** OR: the best decides. */
export function anyOf(...courses: readonly Course[]): Course {
  return combined(courses, bestOf);
}

export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST.find((one) => verdicts.includes(one)) ?? 'not-applicable';
}

export function bestOf(verdicts: readonly Verdict[]): Verdict {
  return WORST.findLast((one) => verdicts.includes(one)) ?? 'not-applicable';
}

/** What is asked where another clause is satisfied; open where that is open, else not applicable. */
export function when(condition: Course, course: Course): Course {
  return combined([condition, course], ([given, asked = 'not-applicable']) => {
    if (asked === 'not-applicable' || given === 'satisfied') return asked;
    return given === 'insufficient-data' ? 'insufficient-data' : 'not-applicable';
  });
}

function combined(courses: readonly Course[], decide: (verdicts: readonly Verdict[]) => Verdict): Course {
  return { on: (day) => decide(courses.map(({ on }) => on(day))), changes: courses.flatMap(({ changes }) => changes) };
}

/** Maximal spans over some days; `days` in order, without overlap. */
export function spansOver(days: readonly Stretch[], { on, changes }: Course): VerdictSpan[] {
  const spans: VerdictSpan[] = [];
  const edges = Float64Array.from(changes).sort();
  for (const { first, last } of days) {
    let start = first;
    for (const edge of edges) {
      if (edge <= start || edge > last) continue;
      join(spans, start, edge - 1, on(start));
      start = edge;
    }
    join(spans, start, last, on(start));
  }
  return spans;
}

function join(spans: VerdictSpan[], first: number, last: number, verdict: Verdict): void {
  const before = spans.at(-1);
  if (before !== undefined && before.last === first - 1 && before.verdict === verdict)
    spans[spans.length - 1] = { first: before.first, last, verdict };
  else spans.push({ first, last, verdict });
}
