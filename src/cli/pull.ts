import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isResourceType } from '../definitions/elements.ts';
import { UsageError } from '../errors.ts';
import { baseOf } from '../fhir/connect.ts';
import type { PullOptions } from '../fhir/pull/context.ts';
import { pull } from '../fhir/pull/pull.ts';
import type { Pulled } from '../fhir/pull/pull.ts';
import type { WriteParquet } from '../fhir/pull/publish.ts';
import { isFhirId } from '../lake/subject.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { Arguments } from './options.ts';
import { PULL_OPTIONS } from './pull-options.ts';
import { pulledJson, pulledText } from './pulled-text.ts';
import { pullLog, SILENT } from './pull-log.ts';
import { concurrencyOf, interruptible, linesOf, numberOf, serverOf, SURROUNDINGS } from './server.ts';

/** `peerbridge pull`: exit 0; 3 where something that the server lists did not come; 4 where nothing is changed. */
export async function pullCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, { ...PULL_OPTIONS, into: { type: 'string' }, json: { type: 'boolean' } });
  const [url, another] = given.operands;
  if (url === undefined || another !== undefined) throw new UsageError('pull needs the URL of one FHIR server');
  const into = given.required('into', 'lake');
  const pulled = await pullInto(url, into, given, !given.has('no-parquet'));
  process.stdout.write(given.has('json') ? pulledJson(pulled) : pulledText(pulled));
  return pulled.isPartial ? EXIT.partial : EXIT.complete;
}

/** Pulls a server into a lake, as the options say. Throws UsageError, EnvironmentError. */
export async function pullInto(url: string, lake: string, given: Arguments, withParquet: boolean): Promise<Pulled> {
  const source = sourceOf(url, given);
  const options = await optionsOf(given);
  const log = given.has('json') ? SILENT : pullLog(process.stderr, SURROUNDINGS.now);
  return await interruptible(async (controller) => {
    const http = await serverOf(url, given, 'read', controller.signal);
    const scratch = await mkdtemp(join(tmpdir(), 'peerbridge-'));
    try {
      return await pull({
        http,
        lake,
        source,
        options,
        isRestart: given.has('restart'),
        now: SURROUNDINGS.now,
        writeParquet: withParquet ? parquetWriter(scratch) : null,
        log,
        abort: (reason) => {
          controller.abort(reason);
        },
      });
    } finally {
      log.end();
      http.close();
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

/** Name of a source's folder: what tells servers apart, in characters that every file system takes. */
function sourceOf(url: string, given: Arguments): string {
  const named = given.last('source');
  if (named !== undefined) {
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(named)) return named;
    throw new UsageError('--source is a name of letters, digits, dots, hyphens and underscores');
  }
  const { host, pathname } = baseOf(url, given.has('allow-http'));
  return `${host}${pathname}`
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 100);
}

async function optionsOf(given: Arguments): Promise<PullOptions> {
  const [bulk, search] = [given.has('bulk'), given.has('search')];
  if (bulk && search) throw new UsageError('--bulk and --search exclude each other');
  const patients = given.last('patients');
  if (patients !== undefined && bulk) throw new UsageError('--patients is for --search; an export takes --group');
  return {
    types: await typesOf(given),
    method: bulk ? 'bulk' : search || patients !== undefined ? 'search' : null,
    group: idOf(given, 'group'),
    patients: patients === undefined ? null : await patientsIn(patients),
    isFull: given.has('full'),
    pageSize: Math.floor(numberOf(given, 'page-size', 500, 1)),
    overlap: numberOf(given, 'overlap', 300, 0),
    aliases: given.all('alias'),
    concurrency: concurrencyOf(given),
    bulk: {
      types: bulkTypes(given.last('bulk-types')),
      typeFilters: given.all('type-filter'),
      poll: 1000 * numberOf(given, 'poll', 30, 0.01),
      wait: 1000 * numberOf(given, 'bulk-wait', 86_400, 0.01),
    },
  };
}

/** Those that the rules read, or those that were asked for. */
async function typesOf(given: Arguments): Promise<string[]> {
  const asked = given.list('types');
  for (const type of asked)
    if (!isResourceType(type)) throw new UsageError(`--types ${type}: R4 has no such resource type`);
  return [...new Set(asked.length > 0 ? asked : await typesOfRules())].sort();
}

/** Loaded only where it is needed: reading what the rules are takes longer than a pull that finds nothing new. */
async function typesOfRules(): Promise<string[]> {
  const { loadFoundation } = await import('../engine/knowledge.ts');
  return (await loadFoundation()).views.map(({ view }) => view.resource);
}

function idOf(given: Arguments, name: string): string | null {
  const id = given.last(name)?.replace(/^Group\//, '');
  if (id === undefined) return null;
  if (!isFhirId(id)) throw new UsageError(`--${name} is an id: up to 64 letters, digits, hyphens and dots`);
  return id;
}

async function patientsIn(path: string): Promise<string[]> {
  const ids = (await linesOf(path)).map((line) => line.replace(/^Patient\//, ''));
  const wrong = ids.findIndex((id) => !isFhirId(id));
  if (wrong >= 0) throw new UsageError(`${path}: line ${wrong + 1} is no id of a Patient`);
  return [...new Set(ids)].sort();
}

function bulkTypes(text: string | undefined): PullOptions['bulk']['types'] {
  if (text === undefined || text === 'comma') return 'comma';
  if (text === 'repeat' || text === 'none') return text;
  throw new UsageError(`--bulk-types is comma, repeat or none; it is ${text}`);
}

/** Copies in a process of its own, whose memory is not that of the pull. */
function parquetWriter(scratch: string): WriteParquet {
  const script = fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './parquet-process.ts' : './parquet-process.js', import.meta.url),
  );
  return async (ndjson, parquet) => {
    const child = spawn(process.execPath, [script, ndjson, parquet, scratch], { stdio: 'ignore' });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('exit', resolve);
    });
    if (code === 0) return;
    await rm(parquet, { force: true });
    throw new Error('no Parquet');
  };
}
