/**
 * Judges cases: those that ask with the same days, as-of and completeness share one run of the real check, each with ids of its own.
 */
import { judge } from '../../test/world.ts';
import type { AnyResource, Judged, World } from '../../test/world.ts';
import { fullDate, range } from './case-notation.ts';
import type { Case, Row } from './case-notation.ts';
import { resourcesOfCase } from './case-resources.ts';

/** One case under one set of parameters. */
export interface Question {
  readonly specification: string;
  readonly service: string;
  readonly given: Case;
  readonly set: Readonly<Record<string, string>>;
}

/** What a run says to a question: rows by whose they are, and issues. */
export interface Answer {
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  /** By "CLAUSE Type/id". */
  readonly findings: ReadonlyMap<string, readonly Row[]>;
  readonly issues: readonly string[];
}

/** Of the types that the case rate reads, those whose absence says something. */
const absenceTypes = ['Communication', 'Encounter', 'OrganizationAffiliation'];
const completeOf = (given: Case): string[] => [...(given.complete ?? absenceTypes)].sort();

/** Whether a line that can't be read doesn't show its subject, and so speaks of everyone: such a case stands alone. */
const speaksOfAll = ({ lines }: Case): boolean =>
  Object.values(lines)
    .flat()
    .some((line) => !line.includes('"subject"'));

/** What a run is asked once, for all of its questions. */
const worldKey = ({ given, specification }: Question): string =>
  JSON.stringify([
    range(given.days),
    given['as-of'],
    completeOf(given),
    given['declared-complete'],
    speaksOfAll(given) && [specification, given.case],
  ]);

/** Questions of one world and set; a run takes one set per specification, so that it may hold one such group of each. */
export function runsOf(questions: readonly Question[]): Question[][] {
  const worlds = Map.groupBy(questions, worldKey);
  return [...worlds.values()].flatMap((world) => {
    const runs: Question[][] = [];
    for (const own of Map.groupBy(world, ({ specification }) => specification).values()) {
      const sets = Map.groupBy(own, ({ set }) => JSON.stringify(set));
      [...sets.values()].forEach((group, at) => (runs[at] = [...(runs[at] ?? []), ...group]));
    }
    return runs;
  });
}

/** `knowledge`: the specifications that are asked; default: the package's own. */
export async function answers(
  questions: readonly Question[],
  knowledge?: World['knowledge'],
): Promise<Map<Question, Answer>> {
  const found = new Map<Question, Answer>();
  const waiting = runsOf(questions);
  // Two at a time: one run reads and writes files while the other computes.
  const work = async (): Promise<void> => {
    for (let run = waiting.pop(); run !== undefined; run = waiting.pop())
      for (const [question, answer] of answersIn(
        run,
        await judge({ ...worldOf(run), ...(knowledge !== undefined && { knowledge }) }),
      ))
        found.set(question, answer);
  };
  await Promise.all([work(), work()]);
  return found;
}

/** What is judged for a run's questions; their resources get ids by the question's place. Throws TypeError where there are none. */
export function worldOf(run: readonly Question[]): World {
  const [first] = run;
  if (first === undefined) throw new TypeError('a run without questions');
  const { given } = first;
  const resources = run.flatMap((question, at) =>
    resourcesOfCase(question.given, question.service).map((resource) => apart(resource, `c${at}-`)),
  );
  const complete = completeOf(given);
  const held = new Set(resources.map(({ resourceType }) => resourceType));
  // A type that has a file is complete; so one that has resources but isn't complete gets a line that can't be read (case-rate 29).
  const torn = absenceTypes.filter((type) => held.has(type) && !complete.includes(type));
  const rawLines = new Map(torn.map((type) => [type, ['{']]));
  for (const [at, question] of run.entries())
    for (const [type, texts] of Object.entries(question.given.lines))
      rawLines.set(type, [...(rawLines.get(type) ?? []), ...texts.map((text) => apartText(text, `c${at}-`))]);
  const { from, to } = range(given.days);
  const asOf = given['as-of'];
  return {
    resources,
    complete,
    declaredComplete: given['declared-complete'],
    from,
    to,
    ...(asOf !== undefined && { asOf: fullDate(asOf) }),
    specifications: [...new Set(run.map(({ specification }) => specification))],
    set: Object.fromEntries(run.map(({ specification, set }) => [specification, set])),
    rawLines: Object.fromEntries(rawLines),
    clauses: new Set(
      run.flatMap((question) => Object.keys(question.given.findings).map((key) => key.split(' ', 1)[0] ?? '')),
    ),
  };
}

/** What was judged, by question. */
export function answersIn(
  run: readonly Question[],
  judged: Pick<Judged, 'spans' | 'findings' | 'issues'>,
): [Question, Answer][] {
  return run.map((question, at) => [question, answerOf(judged, question, `c${at}-`)]);
}

/** The same resource with ids that no other case has. */
function apart(resource: AnyResource, prefix: string): AnyResource {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === 'reference' && typeof inner === 'string' ? inner.replace(/\/([^/]*)$/, `/${prefix}$1`) : inside(inner),
      ]),
    );
  };
  const { resourceType, id, ...elements } = resource;
  return {
    resourceType,
    ...(id !== undefined && { id: `${prefix}${id}` }),
    ...Object.fromEntries(Object.entries(elements).map(([key, value]) => [key, inside(value)])),
  };
}

const apartText = (line: string, prefix: string): string =>
  line.replace(/("id":\s*"|"reference":\s*"\w+\/)/g, `$1${prefix}`);

function answerOf(
  judged: Pick<Judged, 'spans' | 'findings' | 'issues'>,
  { specification, given }: Question,
  prefix: string,
): Answer {
  const alone = speaksOfAll(given);
  const own = (text: string): string => text.replaceAll(`/${prefix}`, '/');
  // A case may hold an episode of the other service, which the other specification judges.
  const mine = judged.spans.filter(
    (span) => span.specification === specification && span.member.startsWith(`Patient/${prefix}`),
  );
  const whose = ({ member, provider }: Judged['spans'][number]): string =>
    [...(own(member) === 'Patient/m' ? [] : [own(member)]), own(provider) || 'no provider'].join(' ');
  return {
    rows: new Map(
      [...Map.groupBy(mine, whose)].map(([key, rows]) => [
        key,
        rows.map((row) => ({
          from: row.start_date,
          to: row.end_date,
          outcome: row.outcome,
          reason: row.reason,
          sensitive: row.boundary_sensitive.split(' ').filter((id) => id !== ''),
          through: row.eligible_through,
          due: row.next_contact_due,
          evidence: own(row.evidence),
        })),
      ]),
    ),
    findings: new Map(
      [
        ...Map.groupBy(
          judged.findings.filter((row) => row.specification === specification && row.subject.includes(`/${prefix}`)),
          ({ clause, subject }) => `${clause} ${own(subject)}`,
        ),
      ].map(([key, found]) => [
        key,
        found.map((row) => ({
          from: row.start_date,
          to: row.end_date,
          outcome: row.outcome,
          reason: row.reason,
          sensitive: row.boundary_sensitive.split(' ').filter((id) => id !== ''),
          through: undefined,
          due: undefined,
          evidence: own(row.evidence),
        })),
      ]),
    ),
    issues: judged.issues
      .filter(({ severity, resource }) => severity !== 'information' && (alone || resource.includes(`/${prefix}`)))
      .map(({ severity, resource, file }) => `${severity} ${own(resource) || file}`)
      .sort(),
  };
}
