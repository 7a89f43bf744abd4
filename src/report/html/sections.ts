import type { Account } from '../account.ts';
import { anyMeaningOf, meaningOf, outcomeOf } from '../account.ts';
import { withWeekday } from '../calendar-date.ts';
import { IN_WORDS } from '../month.ts';
import type { MemberDays, Summary } from '../summary.ts';
import { count } from '../text-layout.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { table } from './table.ts';
import type { Heading } from './table.ts';

const figures = (title: string): Heading => ({ title, kind: 'figures' });
const short = (title: string): Heading => ({ title, kind: 'short' });
const long = (title: string): Heading => ({ title });

/** Days by specification and provider, and their shares. */
export function totals({ summary, providers }: Account): Markup {
  const rows = summary.specifications.flatMap(({ id, memberDays, members }) => [
    [markup`<strong>${id}</strong>`, ...dayCells(memberDays), count(members)],
    ...providers
      .filter(({ specification }) => specification === id)
      .map(({ provider, days }) => [
        markup`<span class="within">${provider ?? 'no provider named'}</span>`,
        ...dayCells(days),
      ]),
  ]);
  const headings = [long('Provider'), ...['Billable', 'Not billable', 'Undecided', 'Members'].map(figures)];
  const shares = summary.specifications.map(({ id, memberDays }) => share(id, memberDays));
  return markup`${shares}${table('Days of members', headings, rows)}`;
}

function dayCells({ satisfied, notSatisfied, insufficientData }: MemberDays): string[] {
  return [satisfied, notSatisfied, insufficientData].map(count);
}

/** How the days divide; the table below it says the same. */
function share(id: string, { satisfied, notSatisfied, insufficientData }: MemberDays): Markup | null {
  const all = satisfied + notSatisfied + insufficientData;
  if (all === 0) return null;
  const part = (kind: string, days: number): Markup | null =>
    days === 0 ? null : markup`<span class="${kind}" style="flex-grow:${days}"></span>`;
  const percent = Math.floor((100 * satisfied) / all);
  return markup`<p class="share"><strong>${id}</strong>: ${percent} % of ${count(all)} days billable</p>
<div class="bar" aria-hidden="true">${part('s', satisfied)}${part('n', notSatisfied)}${part('u', insufficientData)}</div>
`;
}

/** Why days are as they are, by specification: the most frequent reason first. */
export function reasons(account: Account): Markup | null {
  const judged = account.summary.specifications.filter(({ reasons: own }) => own.length > 0);
  if (judged.length === 0) return null;
  const headings = [long('Why'), short('Outcome'), figures('Days'), figures('Members'), long('What can be done')];
  const tables = judged.map(({ id, reasons: own }) => {
    const rows = own.map(({ reason, memberDays, members }) => [
      meaningOf(account, id, reason),
      IN_WORDS[outcomeOf(account, id, reason)],
      count(memberDays),
      count(members),
      account.meanings.get(id)?.get(reason)?.todo ?? null,
    ]);
    return table(id, headings, rows);
  });
  return markup`${tables}`;
}

/** Whose days end within a week of as-of. */
export function lapses({ lapses: all }: Account): Markup {
  if (all.length === 0) return markup`<p>Nothing lapses.</p>\n`;
  const headings = ['Next contact due', 'Member', 'Specification', 'Provider', 'Billable through'].map(long);
  const rows = all.map((one) => [
    withWeekday(one.nextContactDue),
    one.member,
    one.specification,
    one.provider ?? 'no provider named',
    one.eligibleThrough,
  ]);
  return table('Days that end, unless a contact is made by the day named', headings, rows);
}

/** What, if it were known, would decide how many days. */
export function fixes(account: Account): Markup | null {
  const { undecided } = account.summary;
  if (undecided.length === 0) return null;
  const headings = [
    long('If this were known'),
    figures('Days it decides'),
    figures('Members'),
    long('Undecided because'),
  ];
  const rows = undecided.map(({ reason, memberDays, members, wouldBeDecidedBy }) => [
    wouldBeDecidedBy === '' ? reason : wouldBeDecidedBy,
    count(memberDays),
    count(members),
    anyMeaningOf(account, reason),
  ]);
  return table('By what is missing', headings, rows);
}

/** Kinds of issues, and where each one stands. */
export function issues({ issueKinds }: Account): Markup | null {
  if (issueKinds.length === 0) return null;
  const headings = [long('Issue'), short('Severity'), short('Code'), figures('How many')];
  const rows = issueKinds.map(({ message, severity, code, issues: many }) => [message, severity, code, count(many)]);
  return markup`${table('By kind', headings, rows)}<p>Each stands in <code>issues.csv</code>, with its resource, or with the file and line that could not be read.</p>
`;
}

/** What a run looked for and did not find. */
export function lacking({ source }: Summary): Markup | null {
  const { typesWithoutFile, ignoredFiles, notFound } = source;
  if (typesWithoutFile.length + ignoredFiles.length + notFound.length === 0) return null;
  const item = (title: string, names: readonly string[]): Markup | null =>
    names.length === 0 ? null : markup`<li>${title}: ${names.join(', ')}</li>\n`;
  return markup`<ul>
${notFound.map((line) => item('Looked for', [line]))}${item('No file of', typesWithoutFile)}${item('Files that were passed over', ignoredFiles)}</ul>
`;
}

/** The contracts by which days were judged, and the clauses that each day has to meet. */
export function specifications({ specifications: judged }: Account): Markup {
  const headings = [short('Clause'), long('What it says'), long('Where it says so')];
  const parts = judged.map(({ id, title, payer, from, gates }) => {
    const rows = gates.map(({ id: clause, says, cites }) => [clause, says.trim(), cites]);
    return markup`<h3>${id}</h3>
<p>${title}; ${payer}; applied from ${from}.</p>
${table('A day is billable where all of these are met', headings, rows)}`;
  });
  return markup`${parts}`;
}

/** Where to look further. */
export function further({ members, specifications: judged }: Account): Markup {
  const member = members[0]?.member.replace(/^Patient\//, '') ?? 'ID';
  const entries = [
    [`peerbridge explain SOURCE --member ${member} --date DATE`, 'why a day may or may not be claimed, gate by gate'],
    ...judged.map(({ id }) => [
      `peerbridge specifications ${id}`,
      'its clauses, what decides each, and how each can be read otherwise',
    ]),
    ['case-rate.csv', 'every day of every member, with the resources that decide it'],
    ['findings.csv', 'what each clause says of workers, providers, members'],
    ['manifest.json', 'inputs, parameters, versions'],
  ];
  return markup`<dl>
${entries.map(([name, what]) => markup`<dt><code>${name ?? null}</code></dt><dd>${what ?? null}</dd>\n`)}</dl>
`;
}
