import { copyFile, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSpecifications } from '../engine/knowledge.ts';
import { UsageError } from '../errors.ts';
import type { Names } from '../generate/answers.ts';
import type { Service } from '../generate/codes.ts';
import { generate } from '../generate/generate.ts';
import type { Request } from '../generate/generate.ts';
import { writeWhole } from '../lake/swap.ts';
import { Identities } from '../mapping/ids.ts';
import { readMapping } from '../mapping/mapping-file.ts';
import { mapExtracts } from '../mapping/map.ts';
import { mappingFolder } from '../mapping/mapping-folder.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { EXIT } from './failure.ts';
import { secretOf } from './map.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { withScratch } from './session.ts';

const OPTIONS = {
  members: { type: 'string' },
  seed: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  fhir: { type: 'boolean' },
} as const satisfies OptionTypes;

const ANSWERS = ['answers.csv', 'answer-findings.csv'];
/** An output folder that holds it is ours, and may be replaced. */
const MARKS = ['answers.csv'];
const MOST_MEMBERS = 1_000_000_000;
/** Workers' careers and agreements reach some years beyond the period. */
const YEARS = ['1980-01-01', '2199-12-31'] as const;

/** `peerbridge generate`: exit 0. */
export async function generateCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  if (given.operands.length > 0) throw new UsageError('generate takes no SOURCE: it makes one up');
  const request = await requestOf(given);
  const out = given.required('out', 'out/extracts');
  const { watch, end } = progress(process.stderr, false);
  const told = { ...request, watch: inPercent(request.members, watch) };
  const rows = await withScratch(async (scratch) => {
    let written = 0;
    await writeWhole(
      out,
      async (folder) => {
        written = given.has('fhir') ? await generateFhir(told, folder, scratch) : await generate(told, folder, scratch);
      },
      { marks: MARKS },
    ).finally(end);
    return written;
  });
  process.stdout.write(
    `${counted(request.members, 'member')}, ${counted(rows, 'row')} ${given.has('fhir') ? 'mapped to FHIR' : 'of extracts'} in ${out}; answers.csv and answer-findings.csv hold what a check must find\n`,
  );
  return EXIT.complete;
}

async function requestOf(given: Arguments): Promise<Request> {
  const members = wholeNumber(given, 'members', '150', 1, MOST_MEMBERS);
  const seed = wholeNumber(given, 'seed', '1', 0, Number.MAX_SAFE_INTEGER);
  const [from, to] = [dateOf(given, 'from', '2026-01-01'), dateOf(given, 'to', '2026-06-30')];
  if (from > to) throw new UsageError(`--from ${from} is after --to ${to}`);
  return { members, seed, from, to, names: await namesOf() };
}

/** NDJSON instead of extracts: these are made beside, mapped, and go away. */
async function generateFhir(request: Request, folder: string, scratch: string): Promise<number> {
  const extracts = await mkdtemp(join(scratch, 'extracts-'));
  const written = await generate(request, extracts, scratch);
  const mapping = await sampleMapping();
  const inputs = new Map([...mapping.extracts.keys()].map((name) => [name, join(extracts, `${name}.csv`)]));
  const secret = await secretOf(mapping, undefined);
  await mapExtracts({ mapping, inputs, secret, dryRun: false, scratch, watch: () => undefined }, folder);
  for (const answers of ANSWERS) await copyFile(join(extracts, answers), join(folder, answers));
  return written;
}

/** The mapping whose extracts are generated. */
async function sampleMapping(): Promise<Mapping> {
  return await readMapping(await mappingFolder('cbhc-extract', []));
}

/** How `check` will name what it judges, and by which specifications. */
async function namesOf(): Promise<Names> {
  const all = await loadSpecifications([]);
  // As `map cbhc-extract` names them with the key of its sample.
  const mapping = await sampleMapping();
  const identities = new Identities(await secretOf(mapping, undefined), mapping.plainKinds);
  const judging = (service: Service): string[] =>
    all.filter(({ services, gates }) => gates.length > 0 && services.includes(service)).map(({ id }) => id);
  return {
    specifications: { cps: judging('cps'), prc: judging('prc') },
    clauses: new Map(all.flatMap(({ id, clauses }) => [...clauses.keys()].map((clause) => [clause, id]))),
    reference: (kind, key) => identities.reference(kind, key).reference,
  };
}

function wholeNumber(given: Arguments, name: string, example: string, least: number, most: number): number {
  const text = given.required(name, example);
  const number = Number(text);
  if (!/^\d{1,16}$/.test(text) || number < least || number > most)
    throw new UsageError(`--${name} needs a whole number from ${least} to ${most}; it is ${text}`);
  return number;
}

function dateOf(given: Arguments, name: string, example: string): string {
  given.required(name, example);
  const date = given.date(name);
  const [first, last] = YEARS;
  if (date === undefined || date < first || date > last)
    throw new UsageError(`--${name} needs a date from ${first} to ${last}`);
  return date;
}

/** Tells of progress when a further hundredth is done. */
function inPercent(
  members: number,
  watch: (step: string, done: number, all: number) => void,
): (written: number) => void {
  let told = -1;
  return (written) => {
    const percent = Math.floor((100 * written) / members);
    if (percent === told) return;
    told = percent;
    watch('writing members', written, members);
  };
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
