import type { Account, ShownCase, ShownMember } from '../account.ts';
import { meaningOf } from '../account.ts';
import { monthName, monthsBetween, WEEKDAY_NAMES } from '../calendar-date.ts';
import { IN_WORDS, SENSITIVE, SIGNS, UNLISTED, weeksOf } from '../month.ts';
import type { Day, Outcome, Span } from '../month.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { table } from './table.ts';
import type { Heading } from './table.ts';

/** Classes of the style sheet; short, as each day bears one. */
const CLASSES = { satisfied: 's', 'not-satisfied': 'n', 'insufficient-data': 'u' } as const;

const SPAN_HEADINGS: readonly Heading[] = [
  { title: 'From', kind: 'short' },
  { title: 'To', kind: 'short' },
  { title: 'Outcome', kind: 'short' },
  { title: 'Why' },
  { title: 'Open' },
  { title: 'Through', kind: 'short' },
  { title: 'Next due', kind: 'short' },
];

/** Signs and colors of the calendars. */
export function legend(): Markup {
  const outcomes = (['satisfied', 'not-satisfied', 'insufficient-data'] as const).map(
    (outcome) => markup`<li>${outcomeMark(outcome)}</li>`,
  );
  const unlisted = 'not listed: outside every episode, or of what was asked';
  const open = 'would change if the contract were read otherwise: by the ambiguities under “Open”';
  return markup`<ul class="legend">${outcomes}<li>${mark('', UNLISTED)} ${unlisted}</li><li>${mark('', SENSITIVE)} ${open}</li></ul>
`;
}

/** The days of one member: calendars and a table of spans for each specification and provider. */
export function memberDays(account: Account, { member, cases }: ShownMember): Markup {
  return markup`<article><h3>${member}</h3>
${cases.map((one) => caseDays(account, member, one))}</article>
`;
}

function caseDays(account: Account, member: string, { specification, provider, spans }: ShownCase): Markup {
  const [first, last] = [spans.at(0), spans.at(-1)];
  if (first === undefined || last === undefined) return markup``;
  const name = `${specification}, ${provider ?? 'no provider named'}`;
  const months = monthsBetween(first.start, last.end).filter((month) =>
    spans.some(({ start, end }) => start.slice(0, 7) <= month && month <= end.slice(0, 7)),
  );
  return markup`<div class="case"><h4>${name}</h4>
<div class="months">${months.map((month) => monthTable(`${member}: ${name}`, month, spans))}</div>
${spanTable(account, specification, spans)}</div>
`;
}

function monthTable(whose: string, month: string, spans: readonly Span[]): Markup {
  const weeks = weeksOf(month, spans).map((week) => markup`<tr>${week.map(dayCell)}</tr>\n`);
  return markup`<table class="month"><caption>${monthName(month)}<span class="unseen"> of ${whose}</span></caption>
<thead><tr>${WEEKDAY_NAMES.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${weeks}</tbody></table>
`;
}

function dayCell(day: Day | null): Markup {
  if (day === null) return markup`<td></td>`;
  const number = Number(day.date.slice(8));
  if (day.span === null) return markup`<td>${number} <b>${UNLISTED}</b></td>`;
  const { outcome, sensitive } = day.span;
  const sign = SIGNS[outcome] + (sensitive.length > 0 ? SENSITIVE : '');
  return markup`<td class="${CLASSES[outcome]}">${number} <b>${sign}</b></td>`;
}

function spanTable(account: Account, specification: string, spans: readonly Span[]): Markup {
  const rows = spans.map((span) => [
    span.start,
    span.end,
    outcomeMark(span.outcome),
    meaningOf(account, specification, span.reason),
    span.sensitive.join(' '),
    span.eligibleThrough,
    span.nextContactDue,
  ]);
  return table('Spans of days that came out alike', SPAN_HEADINGS, rows);
}

function outcomeMark(outcome: Outcome): Markup {
  return markup`${mark(CLASSES[outcome], SIGNS[outcome])} ${IN_WORDS[outcome]}`;
}

function mark(kind: string, sign: string): Markup {
  return markup`<span class="sign ${kind}">${sign}</span>`;
}
