import { readdir } from 'node:fs/promises';
import { loadFoundation } from '../engine/knowledge.ts';
import type { Question } from '../engine/plan.ts';
import { UsageError } from '../errors.ts';
import { openSource } from '../lake/source.ts';
import type { Source } from '../lake/source.ts';
import type { Issue } from '../lake/issue.ts';
import { writeWhole } from '../lake/swap.ts';
import { check } from '../report/check.ts';
import type { Checked } from '../report/check.ts';
import type { Format } from '../report/outputs.ts';
import { summaryText } from '../report/text.ts';
import { EXIT, exitOf } from './failure.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { PULL_OPTIONS } from './pull-options.ts';
import { localSources } from './pulled-source.ts';
import type { LocalSources } from './pulled-source.ts';
import { chosenSpecifications, declaredComplete, memberOf, QUESTION_OPTIONS, timeZoneOf } from './question.ts';
import { runnerOf, withScratch } from './session.ts';
import { version } from './version.ts';

/** Options of `check`. */
export const CHECK_OPTIONS = {
  ...QUESTION_OPTIONS,
  ...PULL_OPTIONS,
  cache: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string' },
  members: { type: 'string', multiple: true },
  clauses: { type: 'string', multiple: true },
  readings: { type: 'boolean' },
  'no-readings': { type: 'boolean' },
  'no-profiles': { type: 'boolean' },
  hash: { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** `peerbridge check`: exit 0, or 3 where some data could not be used. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, CHECK_OPTIONS);
  if (given.operands.length === 0)
    throw new UsageError(
      'check needs a SOURCE: a folder of NDJSON or Bundles, a Bundle, a lake or the URL of a server',
    );
  const out = given.required('out', 'out/check');
  const checked = await checkInto(given, given.operands, out, ['check', ...args]);
  if (given.has('json')) process.stdout.write(`${JSON.stringify(checked.summary, null, 2)}\n`);
  else await showChecked(checked, given, out);
  return checked.isPartial ? EXIT.partial : exitOf(checked);
}

/** Prints the summary that a person reads. */
export async function showChecked({ account, again }: CheckedSources, given: Arguments, out: string): Promise<void> {
  const text = summaryText(account, {
    sources: again,
    out,
    files: await readdir(out),
    program: PROGRAM,
    options: sameQuestion(given),
    colors: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  });
  process.stdout.write(text);
}

/** How this program was started: in a checkout by npm, else as an installed package. */
const PROGRAM = import.meta.url.endsWith('.ts') ? 'npm run -s peerbridge --' : 'npx peerbridge';

/** The options of a question, but for its dates, as typed: another command asks the same with them. */
function sameQuestion(given: Arguments): string[] {
  const names = Object.keys(QUESTION_OPTIONS).filter((name) => name !== 'as-of');
  return names.flatMap((name) => given.all(name).flatMap((value) => [`--${name}`, value]));
}

/** What came of a check, and of what was read for it. */
export type CheckedSources = Checked & Pick<LocalSources, 'isPartial' | 'again'>;

/** Judges sources and writes the output folder, whole. */
export async function checkInto(
  given: Arguments,
  sources: readonly string[],
  out: string,
  command: readonly string[],
): Promise<CheckedSources> {
  const startedAt = new Date(Date.now()).toISOString();
  const question = await questionOf(given);
  const formats = formatsOf(given.last('format'));
  const complete = declaredComplete(given);
  const runner = await runnerOf(given);
  const foundation = await loadFoundation();
  const members = given.list('members').map(memberOf);
  const { watch, end } = progress(process.stderr, given.has('json'));
  return await withScratch(async (scratch) => {
    const { paths, isPartial, again } = await localSources(sources, given, scratch);
    const source = await openSource(paths, scratch);
    const invocation = { version: version(), command, startedAt, hash: given.has('hash') };
    const request = {
      foundation,
      question,
      declaredComplete: complete,
      formats,
      members,
      runner,
      scratch,
      watch,
      invocation,
    };
    const done: Checked[] = [];
    try {
      await writeWhole(out, async (folder) => {
        const issues = given.has('no-profiles') ? [] : await claimIssues(source);
        done.push(await check({ ...request, source: { ...source, issues: [...source.issues, ...issues] } }, folder));
      });
    } finally {
      end();
    }
    const [checked] = done;
    if (checked === undefined) throw new TypeError('a check ended without a result');
    return { ...checked, isPartial, again };
  });
}

/** Warnings of resources that claim a profile of ours and break it. The validator is loaded for those who want it. */
async function claimIssues({ files }: Source): Promise<Issue[]> {
  const { brokenClaims } = await import('../validation/claims.ts');
  return await brokenClaims(files);
}

async function questionOf(given: Arguments): Promise<Question> {
  given.required('from', '2026-03-01');
  given.required('to', '2026-03-31');
  const [from, to, asOf] = [given.date('from'), given.date('to'), given.date('as-of')];
  if (from === undefined || to === undefined) throw new UsageError('--from and --to are needed');
  if (from > to) throw new UsageError(`--from ${from} is after --to ${to}`);
  const specifications = await chosenSpecifications(given);
  return {
    from,
    to,
    asOf: asOf ?? to,
    timeZone: timeZoneOf(specifications),
    specifications,
    byCoverage: given.list('specification').length === 0,
    readings: readingsOf(given),
    clauses: clausesOf(given.list('clauses'), specifications),
  };
}

/** `--clauses`: all, case-rate (its days alone, without findings), or ids. Throws UsageError for what is no clause of the run. */
function clausesOf(asked: readonly string[], specifications: Question['specifications']): Question['clauses'] {
  if (asked.length === 0 || asked.includes('all')) return 'all';
  const known = new Set(specifications.flatMap(({ specification }) => [...specification.clauses.keys()]));
  const ids = asked.filter((id) => id !== 'case-rate');
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new UsageError(
      `--clauses takes case-rate, all, or ids of clauses; there is no clause ${unknown} in this run`,
    );
  return new Set(ids);
}

function readingsOf(given: Arguments): Question['readings'] {
  const [all, none] = [given.has('readings'), given.has('no-readings')];
  if (all && none) throw new UsageError('--readings and --no-readings exclude each other');
  return all ? 'all' : none ? 'none' : 'sensitive';
}

function formatsOf(format: string | undefined): Format[] {
  if (format === undefined || format === 'both') return ['csv', 'parquet'];
  if (format === 'csv' || format === 'parquet') return [format];
  throw new UsageError(`--format is csv, parquet or both; it is ${format}`);
}
