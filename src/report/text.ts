import type { Account, ShownMember } from './account.ts';
import { anyMeaningOf, meaningOf, outcomeOf } from './account.ts';
import { withWeekday } from './calendar-date.ts';
import { IN_WORDS } from './month.ts';
import { nextCommands } from './next-commands.ts';
import type { Whereabouts } from './next-commands.ts';
import type { BillingKind, MemberDays, Summary } from './summary.ts';
import { calendarLines, memberToShow } from './text-calendar.ts';
import { colored, columns, commandLines, count, counted, plain } from './text-layout.ts';
import type { Paint } from './text-layout.ts';

const LAPSES_SHOWN = 10;
const REASONS_SHOWN = 5;

/** The summary that a person reads. */
export function summaryText(account: Account, where: Whereabouts): string {
  const paint = where.colors ? colored : plain;
  const member = memberToShow(account);
  const lines = [
    ...head(account.summary, paint),
    ...notFound(account.summary, paint),
    ...days(account, paint),
    ...reasons(account, paint),
    ...billing(account.summary, paint),
    ...lapses(account, paint),
    ...(member === null ? [] : calendarLines(account, member, paint)),
    ...fixes(account, paint),
    ...lacking(account.summary, paint),
    ...issues(account.summary, where, paint),
    ...files(where, paint),
    ...next(account, member, where, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function head({ from, to, asOf }: Summary, paint: Paint): string[] {
  return [paint('heading', `Daily case rate, ${from} to ${to}, as of ${asOf}`), ''];
}

function days({ summary, providers }: Account, paint: Paint): string[] {
  const rows = summary.specifications.flatMap((specification) => [
    [specification.id, ...dayCells(specification.memberDays), count(specification.members)],
    ...providers
      .filter((one) => one.specification === specification.id)
      .map((one) => [`  ${one.provider ?? 'no provider named'}`, ...dayCells(one.days), '']),
  ]);
  const table = columns([['Days', 'billable', 'not billable', 'undecided', 'members'], ...rows], [1, 2, 3, 4], 0);
  return [paint('heading', table[0] ?? ''), ...table.slice(1), ''];
}

function dayCells({ satisfied, notSatisfied, insufficientData }: MemberDays): string[] {
  return [satisfied, notSatisfied, insufficientData].map(count);
}

function reasons(account: Account, paint: Paint): string[] {
  const { specifications } = account.summary;
  const parts = specifications.flatMap(({ id, reasons: all }) => {
    const against = all.filter(({ reason }) => outcomeOf(account, id, reason) !== 'satisfied');
    if (against.length === 0) return [];
    const rows = against
      .slice(0, REASONS_SHOWN)
      .map(({ reason, memberDays, members }) => [
        counted(memberDays, 'day'),
        counted(members, 'member'),
        IN_WORDS[outcomeOf(account, id, reason)],
        meaningOf(account, id, reason),
      ]);
    const rest = against.length - REASONS_SHOWN;
    return [`  ${id}`, ...columns(rows, [0, 1], 4), ...(rest > 0 ? [`    and ${counted(rest, 'more reason')}`] : [])];
  });
  return parts.length === 0 ? [] : [paint('heading', 'Why days are not billable, or undecided'), ...parts, ''];
}

const BILLING_WORDS: Readonly<Record<BillingKind, string>> = {
  'billed-not-billable': 'billed, not billable',
  'billed-undecided': 'billed, undecided',
  'billable-not-billed': 'billable, not billed',
  duplicate: 'billed twice',
  overlap: 'billed for two services',
};

/** Where there are claims, one line for each specification. */
function billing({ billing: totals = [] }: Summary, paint: Paint): string[] {
  if (totals.length === 0) return [];
  const rows = totals.map(({ specification, kinds }) => [
    specification,
    kinds.length === 0
      ? 'as the days are'
      : kinds.map(({ kind, memberDays }) => `${counted(memberDays, 'day')} ${BILLING_WORDS[kind]}`).join('; '),
  ]);
  return [paint('heading', 'What was billed, held against the days'), ...columns(rows), ''];
}

function lapses({ lapses: all, summary }: Account, paint: Paint): string[] {
  const judged = summary.specifications.some(({ members }) => members > 0);
  if (!judged) return [];
  const title = paint('heading', `Lapses within seven days of ${summary.asOf}, unless a contact is made`);
  if (all.length === 0) return [title, '  nothing', ''];
  const rows = all
    .slice(0, LAPSES_SHOWN)
    .map((one) => [
      `due ${withWeekday(one.nextContactDue)}`,
      one.member,
      one.specification,
      one.provider ?? 'no provider named',
    ]);
  const rest = all.length - LAPSES_SHOWN;
  return [title, ...columns(rows), ...(rest > 0 ? [`  and ${count(rest)} more: report.html`] : []), ''];
}

function fixes(account: Account, paint: Paint): string[] {
  const { undecided } = account.summary;
  if (undecided.length === 0) return [];
  const rows = undecided.map(({ reason, memberDays, members, wouldBeDecidedBy }) => [
    counted(memberDays, 'day'),
    counted(members, 'member'),
    wouldBeDecidedBy === '' ? anyMeaningOf(account, reason) : wouldBeDecidedBy,
  ]);
  return [paint('heading', 'What would decide the undecided days, if it were known'), ...columns(rows, [0, 1]), ''];
}

/** Where there is nothing to judge, what was looked for comes first. */
function notFound({ source }: Summary, paint: Paint): string[] {
  if (source.notFound.length === 0) return [];
  return [
    paint('heading', 'Nothing to judge: looked for, and not found'),
    ...source.notFound.map((line) => `  ${line}`),
    '',
  ];
}

function lacking({ source }: Summary, paint: Paint): string[] {
  const lines = [
    ...(source.typesWithoutFile.length === 0 ? [] : [`no file of ${source.typesWithoutFile.join(', ')}`]),
    ...(source.ignoredFiles.length === 0 ? [] : [`passed over: ${source.ignoredFiles.join(', ')}`]),
  ];
  if (lines.length === 0) return [];
  return [paint('heading', 'What the source lacks'), ...columns(lines.map((line) => [line])), ''];
}

function issues({ specifications }: Summary, { out }: Whereabouts, paint: Paint): string[] {
  const of = specifications[0]?.issues ?? { error: 0, warning: 0, information: 0 };
  const kinds = [
    ...(of.error > 0 ? [`${counted(of.error, 'error')} (not used)`] : []),
    ...(of.warning > 0 ? [`${counted(of.warning, 'warning')} (read, but doubtful)`] : []),
    ...(of.information > 0 ? [`${count(of.information)} for information`] : []),
  ];
  if (kinds.length === 0) return [];
  return [paint('heading', 'Issues with the data'), `  ${kinds.join(', ')}: ${pathIn(out, 'issues.csv')}`, ''];
}

/** What each file is, in the order in which a reader opens them. */
const FILES: readonly (readonly [string, string])[] = [
  ['report', 'this, and a calendar for each member that needs action'],
  ['case-rate', 'every day of every member, in spans, with reason and evidence'],
  ['findings', 'what each clause says of workers, providers, members'],
  ['billing', 'days billed and not billable, billable and not billed, billed twice'],
  ['readings', 'what other readings of the contracts would change'],
  ['issues', 'what is wrong or doubtful with the data'],
  ['measure-reports', 'the same as FHIR MeasureReports: of persons, and summaries'],
  ['detected-issues', 'gaps, as FHIR DetectedIssues'],
  ['tasks', 'what can still be done, as FHIR Tasks with owner and due date'],
  ['summary', 'the totals above'],
  ['manifest', 'inputs, parameters, timings'],
];

function files({ out, files: there }: Whereabouts, paint: Paint): string[] {
  const rows = FILES.flatMap(([name, what]) => {
    const ends = there.filter((file) => file.startsWith(`${name}.`)).map((file) => file.slice(name.length));
    return ends.length === 0 ? [] : [[name + ends.sort().join(', '), what]];
  });
  return [paint('heading', `Written to ${out}`), ...columns(rows), ''];
}

function next(account: Account, member: ShownMember | null, where: Whereabouts, paint: Paint): string[] {
  const commands = nextCommands(account, member, where);
  if (commands.length === 0) return [];
  return [paint('heading', 'Try next'), ...commands.flatMap((words) => commandLines(words))];
}

function pathIn(folder: string, name: string): string {
  return `${folder.replace(/\/+$/, '')}/${name}`;
}
