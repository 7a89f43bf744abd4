import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';
import { writeWhole } from '../lake/swap.ts';
import { mapExtracts } from '../mapping/map.ts';
import type { Mapped, MapRequest, MapSummary } from '../mapping/map.ts';
import { readMapping } from '../mapping/mapping-file.ts';
import { mappingFolder, OURS } from '../mapping/mapping-folder.ts';
import { filesOf } from '../mapping/mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { EXIT } from './failure.ts';
import { mapInit } from './map-init.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { withScratch } from './session.ts';
import { columns } from './text-columns.ts';

const OPTIONS = {
  mappings: { type: 'string', multiple: true },
  'id-key-file': { type: 'string' },
  out: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** An output folder that holds them is ours, and may be replaced. */
const MARKS = ['issues.csv'];

/** `peerbridge map`: exit 0, or 3 where rows were rejected. */
export async function mapCommand(args: readonly string[]): Promise<number> {
  if (args.includes('--init')) return await mapInit(args);
  const given = parseArguments(args, OPTIONS);
  const out = given.required('out', 'out/fhir');
  const { summary } = await mapInto(given, out, given.has('dry-run'));
  process.stdout.write(given.has('json') ? `${JSON.stringify(summary, null, 2)}\n` : mapText(summary, out));
  return summary.issues.error > 0 ? EXIT.partial : EXIT.complete;
}

/** `peerbridge codes`: which local codes the extracts hold, how often, and what they are mapped to. Exit 0. */
export async function codesCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, { mappings: OPTIONS.mappings, json: OPTIONS.json });
  const { codeUse } = await withScratch(async (scratch) => {
    const request = await requestOf(given);
    return await mapExtracts({ ...request, dryRun: true, scratch }, scratch);
  });
  const counts = codeUse.counts();
  if (given.has('json')) process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`);
  else {
    const lines = counts.map(({ table, code, count, target, nearest }) => [
      ...[table, code, String(count), target ?? 'UNMAPPED'],
      nearest.join(', '),
    ]);
    process.stdout.write(columns([['table', 'local code', 'cells', 'mapped to', 'may mean'], ...lines]));
  }
  return EXIT.complete;
}

/** Maps what the arguments name into a folder, whole. */
export async function mapInto(given: Arguments, out: string, dryRun: boolean): Promise<Mapped> {
  const request = await requestOf(given);
  if (isSampleKey(request.mapping, given.last('id-key-file')))
    process.stderr.write(
      'note: ids are hashed with the key of the sample, which everyone has; for real members give --id-key-file\n',
    );
  const { watch, end } = progress(process.stderr, given.has('json'));
  const done: Mapped[] = [];
  await withScratch(async (scratch) => {
    await writeWhole(
      out,
      async (folder) => {
        done.push(await mapExtracts({ ...request, dryRun, scratch, watch }, folder));
      },
      { marks: MARKS },
    ).finally(end);
  });
  const [mapped] = done;
  if (mapped === undefined) throw new TypeError('a mapping ended without a result');
  return mapped;
}

async function requestOf(given: Arguments): Promise<Omit<MapRequest, 'dryRun' | 'scratch'>> {
  const [name, ...files] = given.operands;
  if (name === undefined || files.length === 0)
    throw new UsageError('it needs a MAPPING and its files, such as: cbhc-extract members.csv contacts.csv');
  const mapping = await readMapping(await mappingFolder(name, given.all('mappings')));
  const secret = await secretOf(mapping, given.last('id-key-file'));
  return { mapping, inputs: inputsOf(mapping, files), secret, watch: () => undefined };
}

/** `contacts.csv` or `contacts=path/of/any.csv`. Throws UsageError for a file that is no extract of the mapping, or is given twice. */
function inputsOf(mapping: Mapping, files: readonly string[]): ReadonlyMap<string, string> {
  const { id } = mapping;
  const extracts = filesOf(mapping);
  const inputs = new Map<string, string>();
  for (const file of files) {
    const [, named, path] = /^([A-Za-z0-9_-]+)=(.+)$/s.exec(file) ?? [];
    const extract = named ?? basename(file).replace(/\.csv(\.gz)?$/, '');
    if (mapping.notExtracts.has(extract)) {
      process.stderr.write(`note: ${file} is left out: ${id} has it as a file beside the extracts\n`);
      continue;
    }
    if (!extracts.includes(extract))
      throw new UsageError(`${file}: ${id} has no extract ${extract}; there are: ${extracts.join(', ')}`);
    if (inputs.has(extract)) throw new UsageError(`${file}: the extract ${extract} is given twice`);
    inputs.set(extract, path ?? file);
  }
  return inputs;
}

/** Whether ids would be made with a key that is published: whoever has it can find out whose id one is, by trying. */
function isSampleKey({ folder }: Mapping, file: string | undefined): boolean {
  return file === undefined && folder.href.startsWith(OURS.href);
}

/** The key that ids of persons are made with: of the user, or of the mapping's folder. */
export async function secretOf({ id, folder }: Mapping, file: string | undefined): Promise<string> {
  const url = file === undefined ? new URL('id-key', folder) : pathToFileURL(file);
  const text = await readFile(url, 'utf8').catch(() => '');
  if (text.trim() !== '') return text.trim();
  throw new UsageError(
    file === undefined
      ? `the mapping ${id} has no id-key: put a long random line into a file, keep it, and name it with --id-key-file`
      : `${file} cannot be read, or is empty: it should hold a long random line`,
  );
}

function mapText({ extracts, resources, withoutFile, issues }: MapSummary, out: string): string {
  const rows = extracts.map((one) => [one.extract, String(one.read), String(one.mapped), String(one.rejected)]);
  const types = Object.entries(resources).map(([type, count]) => `${count} ${type}`);
  return [
    columns([['extract', 'read', 'mapped', 'rejected'], ...rows]),
    types.length === 0 ? '' : `Resources: ${types.join(', ')}\n`,
    withoutFile.length === 0 ? '' : `No file of: ${withoutFile.join(', ')}\n`,
    `Issues: ${issues.error} errors, ${issues.warning} warnings, ${issues.information} notes (${out}/issues.csv)\n`,
  ].join('');
}
