import { columns, count, counted, wrap, WIDTH } from '../text-layout.ts';
import type {
  ClauseState,
  ElementState,
  Lack,
  Readiness,
  ResourceState,
  SpecificationState,
  ToDo,
} from './readiness.ts';

/** A source's readiness in plain words. Ends with a line break. */
export function readinessText(readiness: Readiness): string {
  const lines = [
    ...head(readiness),
    ...toDo(readiness),
    ...resources(readiness.resources),
    ...readiness.specifications.flatMap(specificationLines),
    ...issues(readiness),
  ];
  return `${lines.join('\n')}\n`;
}

const BASIS: Readonly<Record<Readiness['period']['basis'], string>> = {
  asked: 'as asked',
  contacts: 'the three months that end with the last contact of the data; --from and --to choose others',
  episodes: 'no contact has a date: the three months that end with the last begin of an episode',
  nothing: '',
};

function head({ period: { from, to, asOf, basis } }: Readiness): string[] {
  if (from === null || to === null)
    return [
      'Readiness',
      ...indented('No contact and no episode of a peer service has a date, so no day is counted.'),
      '',
    ];
  return [`Readiness, days from ${from} to ${to}, as of ${asOf ?? to}`, ...indented(`Period: ${BASIS[basis]}.`), ''];
}

function toDo({ nothingToJudge, toDo: all, specifications }: Readiness): string[] {
  const blocked = nothingToJudge.map(
    (id) => `${id}: no episode of its service (EpisodeOfCare.type) is in the data, so there is no day to judge.`,
  );
  const days = specifications.reduce((sum, { memberDays }) => sum + totalOf(memberDays), 0);
  const lost = specifications.reduce((sum, { memberDays }) => sum + memberDays.insufficientData, 0);
  if (all.length === 0 && blocked.length === 0)
    return ['What to do first', ...indented(`Nothing: all ${counted(days, 'day')} are decided.`), ''];
  const share = days === 0 ? [] : indented(`${count(lost)} of ${counted(days, 'day')} are undecided.`);
  return ['What to do first', ...share, ...blocked.flatMap(indented), ...all.flatMap(toDoLines), ''];
}

function totalOf({ satisfied, notSatisfied, insufficientData }: SpecificationState['memberDays']): number {
  return satisfied + notSatisfied + insufficientData;
}

function toDoLines(
  { memberDays, members, reason, wouldBeDecidedBy, incomplete, elements }: ToDo,
  index: number,
): string[] {
  const what = `${wouldBeDecidedBy} (${reason})`;
  const rows = elements.map((one) => [counted(one.memberDays, 'day'), one.specification, `${one.what}: ${one.place}`]);
  return [
    ...columns([[`${index + 1}.`, counted(memberDays, 'day'), counted(members, 'member'), what]]),
    ...columns(rows, [0], 7),
    ...incomplete.map((type) => `       not complete: ${type}`),
  ];
}

function resources(all: readonly ResourceState[]): string[] {
  const services = (all[0]?.ofService ?? []).map(({ specification }) => specification);
  const rows = all.map((one) => [
    one.type,
    one.hasFile ? count(one.read) : 'none',
    ...one.ofService.map(({ resources: number }) => count(number)),
    completeWords(one),
  ]);
  const head = ['', 'read', ...services.map((id) => `of ${id}`), ''];
  return ['What the source has', ...columns([head, ...rows], [1, ...services.map((_, index) => index + 2)]), ''];
}

function completeWords({ complete, membersIncomplete }: ResourceState): string {
  if (complete === null) return '';
  if (!complete) return 'not known to be complete: that one is not there says nothing';
  return membersIncomplete > 0 ? `complete, but for ${counted(membersIncomplete, 'member')}` : 'complete';
}

const WORDS = { yes: 'can be decided', partly: 'in part', no: 'not at all' } as const;

function specificationLines({ id, title, clauses, automated, elements }: SpecificationState): string[] {
  const { all, notAutomated, decidable, partly, notDecidable } = clauses;
  const counts =
    `${counted(all, 'clause')}: ${count(clauses.automated)} are checked, ${count(notAutomated)} are not ` +
    `(peerbridge specifications ${id}). Of those checked, ${count(decidable)} can be decided from this source, ` +
    `${count(partly)} in part, ${count(notDecidable)} not at all.`;
  return [`${id}: ${title}`, ...indented(counts), ...automated.flatMap(clauseLines), '', ...elementLines(elements), ''];
}

function clauseLines({ id, decidable, through, because }: ClauseState): string[] {
  const head = `  ${id}: ${WORDS[decidable]}${through.length === 0 ? '' : `, as ${through.join(', ')}`}`;
  return [head, ...because.flatMap(lackLines)];
}

function lackLines({ kind, of, place, what, without, lacking, records }: Lack): string[] {
  const lack = {
    'no-resource': `none: ${of.join(', ')} (${what})`,
    incomplete: `not complete: ${of.join(', ')}`,
    element: `not in ${count(lacking ?? 0)} of ${count(records ?? 0)}: ${what} (${place ?? ''})`,
  }[kind];
  return columns([['-', `${lack}. ${without}`]], [], 6);
}

function elementLines(elements: readonly ElementState[]): string[] {
  const lacking = elements.filter(({ there, records }) => there < records);
  const rows = lacking.map((one) => [
    count(one.records),
    share(one.missing, one.missingPercent),
    share(one.notUnderstood, one.notUnderstoodPercent),
    one.memberDays === 0 ? '' : count(one.memberDays),
    `${one.place}: ${one.what}`,
  ]);
  const title = ['resources', 'missing', 'unclear', 'days lost', 'element'];
  return [
    ...(rows.length === 0 ? [] : columns([title, ...rows], [0, 1, 2, 3])),
    ...placesLines(
      'In every resource',
      elements.filter(({ there, records }) => records > 0 && there === records),
    ),
    ...placesLines(
      'Nothing to count',
      elements.filter(({ records }) => records === 0),
    ),
  ];
}

function placesLines(title: string, elements: readonly ElementState[]): string[] {
  return elements.length === 0 ? [] : indented(`${title}: ${elements.map(({ place }) => place).join(', ')}.`);
}

function share(part: number, percent: number | null): string {
  return part === 0 || percent === null ? '–' : `${count(part)} (${percent.toFixed(1)} %)`;
}

function issues({ issues: { error, warning } }: Readiness): string[] {
  if (error + warning === 0) return [];
  return [
    ...indented(
      `${counted(error, 'error')} (not used), ${counted(warning, 'warning')}: peerbridge check writes issues.csv.`,
    ),
  ];
}

function indented(text: string): string[] {
  return wrap(text, WIDTH - 2).map((line) => `  ${line}`);
}
