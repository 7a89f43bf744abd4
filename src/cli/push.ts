import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isResourceType } from '../definitions/elements.ts';
import { UsageError } from '../errors.ts';
import { push } from '../fhir/push/push.ts';
import type { PushRequest, Pushed } from '../fhir/push/push.ts';
import type { Change } from '../fhir/push/tally.ts';
import { csvLine } from '../lake/csv-line.ts';
import type { Issue } from '../lake/issue.ts';
import { openSource } from '../lake/source.ts';
import { TextFile } from '../lake/text-file.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { SERVER_OPTIONS } from './pull-options.ts';
import { interruptible, numberOf, serverOf, SURROUNDINGS } from './server.ts';
import { columns } from './text-columns.ts';

const OPTIONS = {
  ...SERVER_OPTIONS,
  to: { type: 'string' },
  'identifier-system': { type: 'string' },
  match: { type: 'string', multiple: true },
  alias: { type: 'string', multiple: true },
  'max-entries': { type: 'string' },
  changes: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** Of the identifiers that are added, where none is named. */
const IDENTIFIER_SYSTEM = 'https://peerbridge.dev/fhir/NamingSystem/source-id';
/** Azure takes 500 entries at most; smaller Bundles are answered sooner and halved less. */
const ENTRIES = { usual: 100, most: 500 };
/** Of the resources of one Bundle; servers limit requests to some megabytes. */
const BUNDLE_BYTES = 2_000_000;
/** Issues that are shown one by one. */
const MOST_SHOWN = 20;

/** `peerbridge push`: exit 0, or 3 where a resource is not on the server as it should be. */
export async function pushCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  const [folder, ...more] = given.operands;
  if (folder === undefined || more.length > 0)
    throw new UsageError('push needs one folder of FHIR data: push DIR --to URL');
  const isDryRun = given.has('dry-run');
  const pushed = await pushFolder(folder, given, isDryRun);
  process.stdout.write(given.has('json') ? jsonOf(pushed, isDryRun) : textOf(pushed, isDryRun));
  return pushed.issues.some(({ severity }) => severity === 'error') ? EXIT.partial : EXIT.complete;
}

async function pushFolder(folder: string, given: Arguments, isDryRun: boolean): Promise<Pushed> {
  const to = given.required('to', 'https://fhir.example.org/r4');
  const rule = { system: given.last('identifier-system') ?? IDENTIFIER_SYSTEM, own: ownSystems(given.all('match')) };
  const limits = { entries: entriesOf(given), bytes: BUNDLE_BYTES };
  const { watch, end } = progress(process.stderr, given.has('json'));
  return await interruptible(async ({ signal }) => {
    const http = await serverOf(to, given, 'write', signal);
    const scratch = await mkdtemp(join(tmpdir(), 'peerbridge-'));
    try {
      const source = await openSource(folder, scratch);
      const aliases = given.all('alias');
      const surroundings = SURROUNDINGS;
      const request = { source, scratch, http, aliases, rule, limits, isDryRun, surroundings, signal, watch };
      return await withChanges(given.last('changes'), request);
    } finally {
      end();
      http.close();
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

function entriesOf(given: Arguments): number {
  const entries = Math.floor(numberOf(given, 'max-entries', ENTRIES.usual, 1));
  if (entries > ENTRIES.most) throw new UsageError(`--max-entries is ${ENTRIES.most} at most, as servers take no more`);
  return entries;
}

/** Pushes and, where a file is named, writes what became of each resource, and its id on the server, a line each. */
async function withChanges(path: string | undefined, request: Omit<PushRequest, 'see' | 'seen'>): Promise<Pushed> {
  if (path === undefined) return await push({ ...request, see: () => undefined, seen: () => Promise.resolve() });
  // An earlier file stays until this one is whole: whole too where the push fails, as it says what has been done by then.
  const partial = join(dirname(path), `.peerbridge-${process.pid}.partial`);
  const file = await TextFile.open(partial).catch(() => {
    throw new UsageError(`--changes ${path} cannot be written: name another file`);
  });
  try {
    file.add(csvLine(['resource', 'change', 'server']));
    const see = ({ resource, fate, server }: Change): void => {
      file.add(csvLine([resource, fate, server ?? '']));
    };
    return await push({ ...request, see, seen: () => file.flush() });
  } finally {
    await file.close();
    await rename(partial, path);
  }
}

/** `Organization=http://hl7.org/fhir/sid/us-npi` and its like. Throws UsageError. */
function ownSystems(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text): [string, string] => {
      const [, type = '', system = ''] = /^([A-Za-z]+)=(\S+)$/.exec(text) ?? [];
      if (isResourceType(type)) return [type, system];
      throw new UsageError(
        `--match needs TYPE=SYSTEM, such as Organization=http://hl7.org/fhir/sid/us-npi; it is ${text}`,
      );
    }),
  );
}

function jsonOf({ types, issues, verified }: Pushed, dryRun: boolean): string {
  return `${JSON.stringify({ dryRun, types, issues, verified }, null, 2)}\n`;
}

function textOf({ types, issues, verified }: Pushed, isDryRun: boolean): string {
  const heads = [
    '',
    'read',
    isDryRun ? 'to create' : 'created',
    isDryRun ? 'to update' : 'updated',
    'unchanged',
    'matched',
    'failed',
  ];
  const rows = types.map(({ type, ...count }) => [
    type,
    ...[count.read, count.created, count.updated, count.unchanged, count.matched, count.failed].map(String),
  ]);
  const errors = issues.filter(({ severity }) => severity === 'error');
  return [
    columns([heads, ...rows]),
    verified === null
      ? ''
      : `Read back: ${verified.counted} are there once each; contents of ${verified.sampled} compared\n`,
    issues.length === 0 ? '' : `Issues: ${errors.length} errors, ${issues.length - errors.length} others\n`,
    ...[...errors, ...issues.filter(({ severity }) => severity === 'warning')].slice(0, MOST_SHOWN).map(issueLine),
  ].join('');
}

function issueLine({ file, line, resource, severity, message }: Issue): string {
  const where = [file === null ? '' : `${file}${line === null ? '' : `:${line}`}`, resource ?? ''].filter(
    (one) => one !== '',
  );
  return `  ${severity}: ${where.join(' ')}: ${message}\n`;
}
