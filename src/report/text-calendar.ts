import type { Account, ShownCase, ShownMember } from './account.ts';
import { meaningOf } from './account.ts';
import { monthName, monthOf, WEEKDAY_NAMES, withWeekday } from './calendar-date.ts';
import { IN_WORDS, SENSITIVE, SIGNS, UNLISTED, weeksOf } from './month.ts';
import type { Day, Span } from './month.ts';
import { printable, wrap, WIDTH } from './text-layout.ts';
import type { Paint } from './text-layout.ts';

/** The member whose month is shown: the first that was asked for, else the one whose month varies most. */
export function memberToShow({ members, asked, summary }: Account): ShownMember | null {
  const month = monthOf(summary.asOf < summary.to ? summary.asOf : summary.to);
  const [first] = members;
  if (first === undefined || asked) return first ?? null;
  return members.reduce((best, one) => (moreVaried(one, best, month) ? one : best), first);
}

/** A member's last month by each specification and provider, and how the days stand at its end. */
export function calendarLines(account: Account, { member, cases }: ShownMember, paint: Paint): string[] {
  const days = cases.flatMap(({ spans }) => spans.map(({ end }) => end)).sort();
  const month = monthOf(days.at(-1) ?? account.summary.to);
  const shown = cases.filter(({ spans }) => inMonth(spans, month).length > 0);
  return [
    paint('heading', `${monthName(month)} of ${printable(member)}`),
    ...shown.flatMap((one) => [...caseLines(one, month, paint), ...standing(account, one)]),
    ...legend(shown.flatMap(({ spans }) => inMonth(spans, month))),
    '',
  ];
}

function caseLines({ specification, provider, spans }: ShownCase, month: string, paint: Paint): string[] {
  const weeks = weeksOf(month, spans);
  return [
    printable(`  ${specification}, ${provider ?? 'no provider named'}`),
    `    ${WEEKDAY_NAMES.map((name) => name.padEnd(7)).join('')}`.trimEnd(),
    ...weeks.map((week) => `    ${week.map((day) => cell(day, paint)).join('')}`.trimEnd()),
  ];
}

/** Seven columns wide: the day of the month, its sign, and a mark where it depends on a reading. */
function cell(day: Day | null, paint: Paint): string {
  if (day === null) return ' '.repeat(7);
  const number = String(Number(day.date.slice(8))).padStart(2);
  if (day.span === null) return `${number} ${UNLISTED}   `;
  const { outcome, sensitive } = day.span;
  const sign = SIGNS[outcome] + (sensitive.length > 0 ? SENSITIVE : '');
  return `${number} ${paint(outcome, sign)}${' '.repeat(4 - sign.length)}`;
}

/** How the days stand at their end: until when they can be claimed, or since when and why not. */
function standing(account: Account, { specification, spans }: ShownCase): string[] {
  const last = spans.at(-1);
  if (last === undefined) return [];
  const since = spans[spans.findLastIndex(({ reason }) => reason !== last.reason) + 1]?.start ?? last.start;
  const text = last.outcome === 'satisfied' ? until(last) : why(account, specification, last, since);
  return wrap(text, WIDTH - 4).map((line) => `    ${line}`);
}

function until({ eligibleThrough, nextContactDue }: Span): string {
  if (eligibleThrough === null) return 'Billable until the episode ends.';
  const next =
    nextContactDue === null ? 'the episode ends then' : `the next contact is due on ${withWeekday(nextContactDue)}`;
  return `Billable through ${withWeekday(eligibleThrough)}; ${next}.`;
}

function why(account: Account, specification: string, { outcome, reason }: Span, since: string): string {
  return `Since ${withWeekday(since)} ${IN_WORDS[outcome]}: ${meaningOf(account, specification, reason)}.`;
}

function legend(spans: readonly Span[]): string[] {
  const signs = (['satisfied', 'not-satisfied', 'insufficient-data'] as const).map(
    (outcome) => `${SIGNS[outcome]} ${IN_WORDS[outcome]}`,
  );
  const sensitive = [...new Set(spans.flatMap((span) => span.sensitive))].sort();
  const marked =
    sensitive.length === 0 ? [] : [`  ${SENSITIVE} would change if ${sensitive.join(' or ')} were read otherwise`];
  return [`  ${[...signs, `${UNLISTED} not listed`].join('   ')}`, ...marked];
}

function inMonth(spans: readonly Span[], month: string): Span[] {
  return spans.filter(({ start, end }) => monthOf(start) <= month && monthOf(end) >= month);
}

function moreVaried(one: ShownMember, other: ShownMember, month: string): boolean {
  const [a, b] = [variety(one, month), variety(other, month)];
  if (a.outcomes !== b.outcomes) return a.outcomes > b.outcomes;
  return a.spans > b.spans || (a.spans === b.spans && one.member < other.member);
}

function variety({ cases }: ShownMember, month: string): { outcomes: number; spans: number } {
  const spans = cases.flatMap((one) => inMonth(one.spans, month));
  return { outcomes: new Set(spans.map(({ outcome }) => outcome)).size, spans: spans.length };
}
