import { z } from 'zod';
import { parseJson } from '../../lake/json-text.ts';
import type { Line } from '../../lake/line-reader.ts';
import { atOnce } from '../pull/at-once.ts';
import type { PullContext } from '../pull/context.ts';
import { isAboutPatients, pullBySearch } from '../pull/search-pull.ts';
import type { BulkFile, BulkState } from '../pull/state.ts';
import { endsThePull } from '../pull/type-search.ts';
import { ServerError } from '../server-error.ts';
import { download } from './download.ts';
import { kickOff, levelOf } from './kick-off.ts';
import { exportManifest } from './poll.ts';
import { deletionsIn } from './tombstones.ts';

type Manifest = NonNullable<BulkState['manifest']>;

const outcomeSchema = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.looseObject({ severity: z.string() })),
});

/**
 * Reads the types of a pull by one export, and by search those that it doesn't hold as they are about no patient. Throws
 * ServerError where the export fails.
 */
export async function pullByBulk(context: PullContext, types: readonly string[]): Promise<void> {
  const { state, checkpoint, log, options } = context;
  const since = sinceOf(context, types);
  if (state.bulk === null) {
    const status = await kickOff(context, types, since);
    state.bulk = { status, startedAt: context.http.now(), manifest: null };
    await checkpoint.save();
    log.line('the export has begun');
  }
  const { bulk } = state;
  bulk.manifest ??= await newManifest(context, bulk, types);
  await checkpoint.save();
  const { manifest } = bulk;
  const bySearch = levelOf(context) === 'system' ? [] : types.filter((type) => isLeftOut(type, manifest));
  const exported = types.filter((type) => !bySearch.includes(type));
  for (const type of exported) markWhole(context, type, since === null);
  const files = new ExportFiles(context, bulk, manifest, exported);
  await atOnce(manifest.files, options.concurrency, (file) => files.receive(file), context.abort);
  for (const type of exported) finish(context, type);
  await checkpoint.save();
  if (bySearch.length > 0) await pullBySearch(context, bySearch);
}

/** Tells the server that its files are no longer needed, be it that they have come or that they never will. What comes of it changes nothing. */
export async function endExport({ http, state, log }: Pick<PullContext, 'http' | 'state' | 'log'>): Promise<void> {
  if (state.bulk === null) return;
  const url = new URL(state.bulk.status);
  const target = { url, path: url.pathname + url.search };
  const ended = await http
    .send({ method: 'DELETE', target, purpose: 'end of the export', isLast: true })
    // It may be gone already.
    .then(({ status }) => status < 400 || status === 404 || status === 410)
    .catch(() => false);
  if (!ended) log.line('the server did not let its export be deleted; it will in its own time');
}

/** From when on changes are asked for: what is common to all types, as an export knows one instant. Null: everything. */
function sinceOf({ before, options }: PullContext, types: readonly string[]): string | null {
  if (options.isFull) return null;
  const marks = types.map((type) => before?.types[type]?.watermark ?? null);
  const [first = null, ...others] = marks;
  return others.reduce(
    (least, mark) => (least === null || mark === null ? null : Date.parse(mark) < Date.parse(least) ? mark : least),
    first,
  );
}

async function newManifest(context: PullContext, bulk: BulkState, types: readonly string[]): Promise<Manifest> {
  const found = await exportManifest(context, bulk);
  if (found.transactionTime !== null) context.state.startedAt = new Date(found.transactionTime).toISOString();
  else failAll(context, types, 'the export does not say of which instant it is (transactionTime)');
  if (found.hasStrangeType) failAll(context, types, 'the export holds a file of what is no resource type');
  const status = new URL(bulk.status);
  const files = found.files.flatMap((file): BulkFile[] => {
    const url = URL.canParse(file.url, status.href) ? new URL(file.url, status).href : null;
    if (url === null) failAll(context, types, 'the export names a file by what is no URL');
    return url === null ? [] : [{ ...file, url, bytes: 0, lines: 0, isDone: false, why: null }];
  });
  return { transactionTime: found.transactionTime, requiresAccessToken: found.requiresAccessToken, files };
}

function failAll({ state, log }: PullContext, types: readonly string[], why: string): void {
  log.line(`not complete: ${why}`);
  for (const type of types) {
    const typeState = state.types[type];
    if (typeState !== undefined) typeState.why ??= `${type}: ${why}`;
  }
}

/** An export of patients need not hold what is about none of them, as Organizations. */
function isLeftOut(type: string, { files }: Manifest): boolean {
  return !isAboutPatients(type) && !files.some((file) => file.role === 'output' && file.type === type);
}

function markWhole({ state }: PullContext, type: string, isWhole: boolean): void {
  const typeState = state.types[type];
  if (typeState !== undefined) typeState.isWhole = isWhole;
}

function finish({ state }: PullContext, type: string): void {
  const typeState = state.types[type];
  if (typeState !== undefined) typeState.phase = 'done';
}

/** Receives the files of one export. */
class ExportFiles {
  readonly #context: PullContext;
  readonly #bulk: BulkState;
  readonly #manifest: Manifest;
  readonly #types: readonly string[];
  readonly #all: number | null;
  #received = 0;
  #renewing: Promise<void> | null = null;

  constructor(context: PullContext, bulk: BulkState, manifest: Manifest, types: readonly string[]) {
    this.#context = context;
    this.#bulk = bulk;
    this.#manifest = manifest;
    this.#types = types;
    const counts = manifest.files.map(({ count }) => count);
    this.#all = counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    this.#received = manifest.files.reduce((sum, { lines }) => sum + lines, 0);
  }

  /** A file that can't be had is a gap of its type. Throws ServerError where the pull can't go on. */
  async receive(file: BulkFile): Promise<void> {
    const isWanted = file.role !== 'output' || this.#types.includes(file.type);
    if (file.isDone || !isWanted) return;
    try {
      await this.#receiveOrRenew(file);
      this.#compareCount(file);
    } catch (error) {
      if (!(error instanceof ServerError) || (endsThePull(error) && error.fault !== 'torn')) throw error;
      this.#fail(file, error.message);
    }
    file.isDone = true;
    this.#context.checkpoint.note();
  }

  /** Links to files expire; the manifest, asked for again, may have new ones. */
  async #receiveOrRenew(file: BulkFile): Promise<void> {
    try {
      await this.#download(file);
    } catch (error) {
      if (!(error instanceof ServerError) || error.status !== 410) throw error;
      this.#renewing ??= this.#renew();
      await this.#renewing;
      await this.#download(file);
    }
  }

  async #renew(): Promise<void> {
    this.#context.log.line('a file of the export is gone: asking for the manifest again');
    const { files } = await exportManifest(this.#context, this.#bulk);
    const status = new URL(this.#bulk.status);
    for (const [index, file] of this.#manifest.files.entries()) {
      const again = files[index];
      const isSame = again !== undefined && again.type === file.type && again.role === file.role;
      if (isSame && URL.canParse(again.url, status.href)) file.url = new URL(again.url, status).href;
    }
  }

  async #download(file: BulkFile): Promise<void> {
    const name = nameOf(file, this.#manifest.files.indexOf(file));
    await download(this.#context, file, name, this.#manifest.requiresAccessToken, (line) => {
      const isData = this.#take(file, line, name);
      if (typeof isData !== 'boolean')
        return isData.then((data) => {
          this.#note(file, data);
        });
      this.#note(file, isData);
    });
  }

  #note(file: BulkFile, isData: boolean): void {
    if (!isData) return;
    file.lines++;
    this.#received++;
    const typeState = this.#context.state.types[file.type];
    if (file.role === 'output' && typeState !== undefined) typeState.received++;
    if (this.#received % 1_000 === 0) this.#context.log.progress('export', this.#received, this.#all);
  }

  #take(file: BulkFile, line: Line, name: string): boolean | Promise<boolean> {
    switch (file.role) {
      case 'output':
        return this.#context.staging.receive(file.type, { ...line, number: file.lines + 1 }, name);
      case 'deleted':
        return this.#takeDeletions(file, line);
      case 'error':
        return this.#takeOutcome(line);
    }
  }

  #takeDeletions(file: BulkFile, line: Line): boolean {
    if (line.bytes.length === 0) return false;
    const deletions = deletionsIn(parseJson(line.bytes.toString()));
    if (deletions === null) this.#fail(file, 'a line of the deletions can not be read');
    const { deleted } = this.#context.state;
    for (const { type, id } of deletions ?? []) if (this.#types.includes(type)) (deleted[type] ??= []).push(id);
    return true;
  }

  /** Something went wrong with the export, and the server doesn't say in a form that can be read with which type. */
  #takeOutcome(line: Line): boolean {
    if (line.bytes.length === 0) return false;
    const outcome = outcomeSchema.safeParse(parseJson(line.bytes.toString()));
    const isHarmless =
      outcome.success &&
      outcome.data.issue.every(({ severity }) => severity === 'information' || severity === 'warning');
    if (!isHarmless) failAll(this.#context, this.#types, 'the server reports errors of the export');
    return true;
  }

  #compareCount(file: BulkFile): void {
    if (file.count !== null && file.count !== file.lines)
      this.#fail(file, `${file.type}: a file of the export should have ${file.count} resources and has ${file.lines}`);
  }

  /** What is missing of one type is that type's; what is missing of deletions or errors may be any's. */
  #fail(file: BulkFile, why: string): void {
    file.why ??= why;
    failAll(this.#context, file.role === 'output' ? [file.type] : this.#types, why);
  }
}

function nameOf({ type, role }: BulkFile, index: number): string {
  return `export file ${index + 1} (${role === 'output' ? type : role})`;
}
