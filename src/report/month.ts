import { addDays, monthOf, weekdayOf } from './calendar-date.ts';

export type Outcome = 'satisfied' | 'not-satisfied' | 'insufficient-data';

/** Days in a row that came out alike; dates inclusive. */
export interface Span {
  readonly start: string;
  readonly end: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** Ambiguities whose other reading would change the days. */
  readonly sensitive: readonly string[];
  readonly eligibleThrough: string | null;
  readonly nextContactDue: string | null;
}

export interface Day {
  readonly date: string;
  /** Null: the day is not listed, being outside every episode or outside what was asked. */
  readonly span: Span | null;
}

/** A week from Monday to Sunday; null: the day is of another month. */
export type Week = readonly (Day | null)[];

/** The weeks of a month (`YYYY-MM`), each day with its span. */
export function weeksOf(month: string, spans: readonly Span[]): Week[] {
  const first = `${month}-01`;
  const weeks: (Day | null)[][] = [];
  for (let monday = addDays(first, -weekdayOf(first)); monthOf(monday) <= month; monday = addDays(monday, 7))
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((day) => dayOf(addDays(monday, day), month, spans)));
  return weeks;
}

function dayOf(date: string, month: string, spans: readonly Span[]): Day | null {
  if (monthOf(date) !== month) return null;
  return { date, span: spans.find(({ start, end }) => start <= date && date <= end) ?? null };
}

/** What stands for an outcome where there is room for one sign. */
export const SIGNS: Readonly<Record<Outcome, string>> = {
  satisfied: '✓',
  'not-satisfied': '✗',
  'insufficient-data': '?',
};
export const UNLISTED = '·';
/** Follows a sign where another reading of the contract would change the day. */
export const SENSITIVE = '*';

/** Outcomes in the words of those who claim. */
export const IN_WORDS: Readonly<Record<Outcome, string>> = {
  satisfied: 'billable',
  'not-satisfied': 'not billable',
  'insufficient-data': 'undecided',
};
