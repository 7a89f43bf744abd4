import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KnowledgeError, UsageError } from '../errors.ts';
import { writeWhole } from '../lake/swap.ts';
import type { MappingDraft } from '../mapping/init/draft-mapping.ts';
import { initMapping } from '../mapping/init/init.ts';
import { missingIn } from '../mapping/init/missing.ts';
import { readMapping } from '../mapping/mapping-file.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { OptionTypes } from './options.ts';
import { columns } from './text-columns.ts';

const OPTIONS = { init: { type: 'boolean' }, out: { type: 'string' } } as const satisfies OptionTypes;

/** `peerbridge map --init FILES…`: drafts a mapping into a new folder, whose name is the mapping's. Exit 0. */
export async function mapInit(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  const { operands } = given;
  if (operands.length === 0) throw new UsageError('--init needs FILES of the source, such as: clients.csv visits.csv');
  const out = given.required('out', 'mappings/our-center');
  const files = new Map(operands.map(extractAndPath));
  if (files.size < operands.length) throw new UsageError('two of the files have the same name');
  const there = await readdir(out).catch(() => []);
  if (there.length > 0) throw new UsageError(`${out} is not empty, and a draft overwrites nothing: name a new folder`);
  const drafts: MappingDraft[] = [];
  // Without marks no folder is ours: one with anything in it is never replaced.
  await writeWhole(
    out,
    async (folder) => {
      drafts.push(await initMapping(basename(resolve(out)), files, folder));
    },
    { marks: [] },
  );
  for (const draft of drafts) process.stdout.write(summaryOf(draft, out, await faultOf(out)));
  return EXIT.complete;
}

/** `contacts.csv`, or `contacts=path/of/any.csv`. */
function extractAndPath(file: string): [extract: string, path: string] {
  const [, named, path] = /^([A-Za-z0-9_-]+)=(.+)$/s.exec(file) ?? [];
  return [named ?? basename(file).replace(/\.csv(\.gz)?$/, ''), path ?? file];
}

/** The first thing that a person must fill in before the draft loads: file, line, what. Null: it loads. */
async function faultOf(out: string): Promise<string | null> {
  try {
    await readMapping(pathToFileURL(`${resolve(out)}/`));
    return null;
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message;
    throw error;
  }
}

function summaryOf(draft: MappingDraft, out: string, fault: string | null): string {
  const rows = draft.extracts.map(({ profile, row, fields, direction }) => {
    const used = fields.length + (direction === null ? 0 : 2);
    return [profile.name, row ?? 'UNKNOWN', String(used), String(profile.columns.length - used)];
  });
  const missing = missingIn(draft).map((line) => `  ${line}\n`);
  const unmapped = [...draft.tables].flatMap(([name, { targets }]) => {
    const open = [...targets.values()].filter((target) => target === null).length;
    return open === 0
      ? []
      : [`  codes/${name}.json: ${String(open)} of ${String(targets.size)} codes have no target\n`];
  });
  return [
    columns([['extract', 'rows are', 'columns used', 'not used'], ...rows]),
    ...(missing.length === 0 ? [] : ['Missing:\n', ...missing]),
    ...(unmapped.length === 0 ? [] : ['To be mapped:\n', ...unmapped]),
    fault === null ? 'It loads; look at its remarks.\n' : `To be filled in, before it loads:\n  ${fault}\n`,
    `Drafted ${out}. Then: put a long random line into ${out}/id-key, and try: `,
    `peerbridge map ${basename(resolve(out))} FILES… --mappings ${out} --dry-run --out out/try\n`,
  ].join('');
}
