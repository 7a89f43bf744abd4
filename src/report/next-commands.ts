import type { Account, ShownMember } from './account.ts';

/** Where a run read and wrote, and how its user calls the program. */
export interface Whereabouts {
  /** By which the same is read again, as typed; none where it can't be. */
  readonly sources: readonly string[];
  readonly out: string;
  /** Names of the files in `out`. */
  readonly files: readonly string[];
  /** What starts the program: `npx peerbridge`, say. */
  readonly program: string;
  /** Options that ask the same question again, as typed. */
  readonly options: readonly string[];
  readonly colors: boolean;
}

/** Commands that go on from a run, with ids of its data: each in the words that a shell takes. Three, where what was read is still there. */
export function nextCommands(account: Account, member: ShownMember | null, where: Whereabouts): string[][] {
  const { from, to, asOf, specifications } = account.summary;
  const sources = where.sources.map(quoted);
  const options = where.options.map(quoted);
  const question = dayToExplain(member);
  const specification = question?.specification ?? specifications[0]?.id;
  const commands: string[][] = [];
  const isThere = sources.length > 0;
  if (question !== null && isThere)
    // Without it, explain would judge the day by what was known on it.
    commands.push([
      'explain',
      ...sources,
      '--member',
      question.member,
      '--date',
      question.date,
      '--as-of',
      asOf,
      ...options,
    ]);
  if (specification !== undefined) commands.push(['specifications', specification, ...homes(where.options)]);
  const known = asOf === to ? [] : ['--as-of', asOf];
  const out = ['--out', quoted(where.out)];
  if (isThere)
    commands.push(['check', ...sources, '--from', from, '--to', to, ...known, ...options, '--readings', ...out]);
  return commands.map((words) => [where.program, ...words]);
}

/** The first day of a member that may not be claimed or is undecided; else its first day. */
function dayToExplain(member: ShownMember | null): { member: string; date: string; specification: string } | null {
  const days = (member?.cases ?? []).flatMap(({ specification, spans }) =>
    spans.map(({ start, outcome, sensitive }) => ({ specification, date: start, outcome, sensitive })),
  );
  const day =
    days.find(({ outcome, sensitive }) => outcome !== 'satisfied' && sensitive.length > 0) ??
    days.find(({ outcome }) => outcome !== 'satisfied') ??
    days[0];
  if (member === null || day === undefined) return null;
  return { member: member.member.replace(/^Patient\//, ''), date: day.date, specification: day.specification };
}

/** A specification from outside the package needs to be told where it is. */
function homes(options: readonly string[]): string[] {
  return options.flatMap((option, index) =>
    option === '--specifications' ? [option, quoted(options[index + 1] ?? '')] : [],
  );
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
