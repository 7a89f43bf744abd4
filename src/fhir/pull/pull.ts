import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentError, UsageError } from '../../errors.ts';
import { LAKE_MARK, readManifest } from '../../lake/pulled/manifest.ts';
import type { LakeManifest } from '../../lake/pulled/manifest.ts';
import { Staging } from '../../lake/pulled/staging.ts';
import { giveBack, makeFolder } from '../../lake/swap.ts';
import { endExport, pullByBulk } from '../bulk/bulk-pull.ts';
import type { FhirHttp } from '../http.ts';
import { mayPass } from '../retry.ts';
import { readCapability } from '../search/capability.ts';
import type { Capability } from '../search/capability.ts';
import { ServerError } from '../server-error.ts';
import type { PullContext, PullLog, PullOptions } from './context.ts';
import { takeLock } from './lock.ts';
import { publish } from './publish.ts';
import type { WriteParquet } from './publish.ts';
import { isAboutPatients, pullBySearch } from './search-pull.ts';
import { Checkpoint, leftState, savedPull } from './state.ts';
import type { PullState, SavedPull, TypeState } from './state.ts';

export interface PullRequest {
  readonly http: FhirHttp;
  readonly lake: string;
  /** Name of the source's folder in the lake. */
  readonly source: string;
  readonly options: PullOptions;
  /** Forget a pull that didn't end. */
  readonly isRestart: boolean;
  /** Milliseconds since 1970, for a server that doesn't tell its time. */
  readonly now: () => number;
  /** Null: no Parquet. */
  readonly writeParquet: WriteParquet | null;
  readonly log: PullLog;
  /** Ends what is under way. */
  readonly abort: (reason: unknown) => void;
}

export interface Pulled {
  readonly manifest: LakeManifest;
  readonly folder: string;
  /** Whether something that the server lists did not come, or could not be kept. */
  readonly isPartial: boolean;
}

/**
 * Brings what the rules need from a server into a lake. Goes on where a pull that was interrupted had come to. Throws ServerError
 * and EnvironmentError, and leaves the lake as it was; UsageError where an unfinished pull was asked for something else.
 */
export async function pull(request: PullRequest): Promise<Pulled> {
  const work = join(request.lake, `.${request.source}.pull`);
  const isNew = await makeLake(request.lake);
  const unlock = await takeLock(work, request.lake, request.source);
  try {
    return await pullLocked(request, work);
  } catch (error) {
    if (!mayGoOn(error)) {
      await endLeftExport(request, work);
      await rm(work, { recursive: true, force: true });
    }
    throw error;
  } finally {
    await unlock();
    if (isNew) await removeEmptyLake(request.lake);
  }
}

/** Of a server that isn't to be trusted nothing is taken up again, nor where it said no for good. */
function mayGoOn(error: unknown): boolean {
  if (!(error instanceof ServerError)) return true;
  if (error.fault === 'status') return error.status !== null && mayPass(error.status);
  return error.fault !== 'untrusted';
}

/** Ends the export of a pull that is given up. The pull may have been of another server, to which nothing is said. */
async function endLeftExport({ http, log }: PullRequest, work: string): Promise<void> {
  const state = await leftState(work);
  const status = state?.bulk?.status;
  if (state === null || status === undefined || new URL(status).origin !== http.base.origin) return;
  await endExport({ http, state, log });
}

async function pullLocked(request: PullRequest, work: string): Promise<Pulled> {
  const { http, lake, source, options, log } = request;
  if (request.isRestart) {
    await endLeftExport(request, work);
    await rm(join(work, 'pull.json'), { force: true });
  }
  const asked = askedOf(http, options);
  const folder = join(lake, source);
  giveBack(folder);
  const before = await readManifest(folder);
  if (before === null) await checkFree(folder);
  const saved = await savedUpon(before, request, work, asked);
  if (before !== null && before.base !== http.base.href)
    throw new EnvironmentError(`${folder} is of another server: name the source (--source)`);
  const capability = await readCapability(http);
  if (saved !== null) log.line('going on with the pull that did not end');
  const state = saved?.state ?? newState(request, asked, before, capability);
  leaveUnlisted(state, capability);
  const staging = await Staging.open(work, lengthsOf(state, capability, saved), quarantinesOf(saved));
  const checkpoint = new Checkpoint(work, state, staging);
  const { abort } = request;
  const context: PullContext = {
    http,
    options,
    capability,
    before,
    folder,
    work,
    state,
    staging,
    checkpoint,
    log,
    abort,
  };
  try {
    await read(context);
    await checkpoint.save();
    checkAnything(context);
    const manifest = await publish(context, source, request.writeParquet);
    await rm(work, { recursive: true, force: true });
    await endExport(context);
    return { manifest, folder, isPartial: isPartial(context) };
  } catch (error) {
    const hasBegun = state.bulk !== null || Object.values(state.types).some(({ pages }) => pages > 0);
    if (hasBegun) await checkpoint.save().catch(() => undefined);
    else await rm(work, { recursive: true, force: true });
    throw error;
  } finally {
    await staging.close();
  }
}

/** What no pull left there is not ours to replace. A source folder that can't be read shows when it is written. */
async function checkFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0)
    throw new UsageError(`${folder} holds files that no pull left there: name the source (--source), or another lake`);
}

/** The pull that didn't end, if it built on the lake that is there: what it received may be changes of that one alone. */
async function savedUpon(
  before: LakeManifest | null,
  { http, log }: PullRequest,
  work: string,
  asked: string,
): Promise<SavedPull | null> {
  const saved = await savedPull(work, asked);
  if (saved === null || saved.state.before === (before?.pulledAt ?? null)) return saved;
  log.line('the lake is no longer the one that the pull that did not end would have added to: beginning anew');
  await endExport({ http, state: saved.state, log });
  return null;
}

/** What must be the same for a pull to go on; how politely it asks may change. */
function askedOf({ base }: FhirHttp, options: PullOptions): string {
  const { types, typeFilters } = options.bulk;
  return JSON.stringify({ base: base.href, ...options, concurrency: null, bulk: { types, typeFilters } });
}

async function read(context: PullContext): Promise<void> {
  const listed = Object.keys(context.state.types).filter((type) => context.staging.has(type));
  if (context.state.method === 'search') await pullBySearch(context, listed);
  else await pullByBulk(context, listed);
}

/** Where a server gave nothing at all, the lake stays as it is. */
function checkAnything({ state, staging }: PullContext): void {
  const listed = Object.keys(state.types).filter((type) => staging.has(type));
  const failed = listed.flatMap((type) => state.types[type]?.why ?? []);
  const [first] = failed;
  if (first === undefined || failed.length < listed.length) return;
  if (listed.some((type) => staging.type(type).size > 0)) return;
  throw new ServerError('status', 'the server gave nothing', first);
}

function isPartial({ state, staging }: PullContext): boolean {
  return Object.entries(state.types).some(
    ([type, { why }]) => staging.has(type) && (why !== null || staging.quarantine(type).count > 0),
  );
}

function newState(
  { options, now }: PullRequest,
  asked: string,
  before: LakeManifest | null,
  capability: Capability,
): PullState {
  const startedAt = new Date(capability.answeredAt ?? now()).toISOString();
  const method = options.method ?? (canExport(options, capability) ? 'bulk' : 'search');
  const types = [...options.types]
    .sort()
    .map((type): [string, TypeState] => [type, newType(type, options, capability)]);
  return {
    format: 'peerbridge-pull',
    version: 1,
    asked,
    startedAt,
    before: before?.pulledAt ?? null,
    method,
    types: Object.fromEntries(types),
    bulk: null,
    deleted: {},
  };
}

/** What a server listed when a pull began, and doesn't when it goes on, is not asked for any more. */
function leaveUnlisted({ types }: PullState, capability: Capability): void {
  for (const [type, state] of Object.entries(types)) {
    if (capability.types.has(type)) continue;
    state.phase = 'done';
    state.why ??= `${type}: the server no longer lists it in its CapabilityStatement`;
  }
}

function newType(type: string, options: PullOptions, capability: Capability): TypeState {
  const isListed = capability.types.has(type);
  const isByPatient = (options.patients !== null || options.group !== null) && isAboutPatients(type);
  return {
    phase: isListed ? (isByPatient ? 'patients' : 'population') : 'done',
    next: null,
    patients: 0,
    isWhole: options.isFull || isByPatient,
    pages: 0,
    received: 0,
    restarts: 0,
    rereads: 0,
    why: isListed ? null : `${type}: the server does not list it in its CapabilityStatement`,
  };
}

function canExport({ group, patients }: PullOptions, { exports }: Capability): boolean {
  if (patients !== null) return false;
  return group === null ? exports.has('system') || exports.has('patient') : exports.has('group');
}

/** Types that the server lists have a file, even where nothing has come yet. */
function lengthsOf(state: PullState, capability: Capability, saved: SavedPull | null): Map<string, number> {
  const listed = Object.keys(state.types).filter((type) => capability.types.has(type));
  return new Map(listed.map((type) => [type, saved?.lengths[type] ?? 0]));
}

function quarantinesOf(saved: SavedPull | null): Map<string, SavedPull['quarantines'][string]> {
  return new Map(Object.entries(saved?.quarantines ?? {}));
}

/** True where the folder wasn't there. */
async function makeLake(lake: string): Promise<boolean> {
  try {
    const isNew = !existsSync(lake);
    if (isNew) makeFolder(resolve(lake));
    await writeFile(join(lake, LAKE_MARK), `${JSON.stringify({ format: 'peerbridge-lake', version: 1 })}\n`);
    return isNew;
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new EnvironmentError(`${lake} cannot be written (${code}): name a folder that you may write to`);
  }
}

async function removeEmptyLake(lake: string): Promise<void> {
  const names = await readdir(lake).catch(() => []);
  if (names.length === 1 && names[0] === LAKE_MARK) await rm(lake, { recursive: true, force: true });
}
