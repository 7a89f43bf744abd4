import { monthAround } from '../calendar.ts';
import type { Stretch } from '../calendar.ts';
import { termOf } from './member-facts.ts';
import type { MemberFacts } from './member-facts.ts';
import { bestOf, isOn, worstOf } from './verdict.ts';
import type { Course, Verdict } from './verdict.ts';

/** What is said of each month on the caseload, cut to the days of the episode; on a day of two episodes, the best or the worst of it. */
export function byMonth(facts: MemberFacts, decides: 'best' | 'worst', says: (month: Stretch) => Verdict): Course {
  const decide = decides === 'best' ? bestOf : worstOf;
  const months = monthsOf(facts).map((month) => ({ ...month, verdict: says(month) }));
  const on = (day: number): Verdict => decide(months.filter((month) => isOn(month, day)).map(({ verdict }) => verdict));
  return { on, changes: months.flatMap(({ first, last }) => [first, last + 1]) };
}

/** Whole months that touch the period, even where they begin before it or end after it. */
function monthsOf({ episodes, period: { from, to } }: MemberFacts): Stretch[] {
  const months: Stretch[] = [];
  for (const episode of episodes) {
    const { first, last } = termOf(episode);
    for (let day = Math.max(monthAround(from).first, first); day <= Math.min(last ?? to, to);) {
      const month = monthAround(day);
      months.push({ first: day, last: Math.min(month.last, last ?? month.last) });
      day = month.last + 1;
    }
  }
  return months;
}

export function touches({ first, last }: Stretch, days: Stretch): boolean {
  return first <= days.last && days.first <= last;
}
