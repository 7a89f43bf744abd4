import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError, UsageError } from '../../errors.ts';
import { parseJson } from '../../lake/json-text.ts';
import type { Staging } from '../../lake/pulled/staging.ts';

const FILE = 'pull.json';

const issueSchema = z.strictObject({
  file: z.string().nullable(),
  line: z.int().nullable(),
  resource: z.string().nullable(),
  code: z.enum([
    'invalid',
    'structure',
    'required',
    'value',
    'duplicate',
    'not-supported',
    'not-found',
    'too-long',
    'business-rule',
    'invariant',
    'code-invalid',
    'incomplete',
    'informational',
  ]),
  severity: z.enum(['error', 'warning', 'information']),
  message: z.string(),
});
const quarantineSchema = z.strictObject({
  count: z.int(),
  gaps: z.array(z.strictObject({ resourceType: z.string(), subject: z.string().nullable() })),
  issues: z.array(issueSchema),
});
const typeSchema = z.strictObject({
  /** What is asked for next: everything of the type, each patient's, what changed meanwhile; or nothing more. */
  phase: z.enum(['population', 'patients', 'catch-up', 'count', 'done']),
  /** Path and query of the page that is due; null: the first of its phase. */
  next: z.string().nullable(),
  /** Patients that have been asked for. */
  patients: z.int(),
  /** Whether everything is read, not only what changed since the watermark. */
  isWhole: z.boolean(),
  pages: z.int(),
  received: z.int(),
  /** How often a query was begun anew, as its cursor had expired; how often a type, as counts didn't match. */
  restarts: z.int(),
  rereads: z.int(),
  /** What keeps it from being complete. */
  why: z.string().nullable(),
});
const fileSchema = z.strictObject({
  /** Location on the server: its URL, type, and how much of it has come. */
  url: z.string(),
  type: z.string(),
  role: z.enum(['output', 'deleted', 'error']),
  count: z.int().nullable(),
  bytes: z.int(),
  lines: z.int(),
  isDone: z.boolean(),
  why: z.string().nullable(),
});
const bulkSchema = z.strictObject({
  /** Where the server tells how the export goes. */
  status: z.string(),
  startedAt: z.number(),
  manifest: z
    .strictObject({
      transactionTime: z.string().nullable(),
      requiresAccessToken: z.boolean(),
      files: z.array(fileSchema),
    })
    .nullable(),
});
const stateSchema = z.strictObject({
  format: z.literal('peerbridge-pull'),
  version: z.literal(1),
  /** What was asked for; a pull goes on only where it is asked for the same. */
  asked: z.string(),
  /** When the pull began, by the server's clock; an instant. */
  startedAt: z.string(),
  /** `pulledAt` of the lake that what is received is merged into; null: there was none. */
  before: z.string().nullable(),
  method: z.enum(['search', 'bulk']),
  types: z.record(z.string(), typeSchema),
  bulk: bulkSchema.nullable(),
  deleted: z.record(z.string(), z.array(z.string())),
});
const checkpointSchema = z.strictObject({
  state: stateSchema,
  lengths: z.record(z.string(), z.int()),
  quarantines: z.record(z.string(), quarantineSchema),
});

export type TypeState = z.infer<typeof typeSchema>;
export type BulkState = z.infer<typeof bulkSchema>;
export type BulkFile = z.infer<typeof fileSchema>;
/** How far a pull is. Changed in place as it goes on; a checkpoint writes it down. */
export type PullState = z.infer<typeof stateSchema>;
export type SavedPull = z.infer<typeof checkpointSchema>;

/**
 * The pull that didn't end in this folder, or null. Throws EnvironmentError where what it left is damaged, UsageError where it
 * was asked for something else.
 */
export async function savedPull(folder: string, asked: string): Promise<SavedPull | null> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = checkpointSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new EnvironmentError(`${join(folder, FILE)} is damaged: --restart forgets the pull that did not end`);
  if (parsed.data.state.asked !== asked)
    throw new UsageError('a pull with other arguments did not end here: go on with them, or forget it with --restart');
  return parsed.data;
}

/** How far the pull was that didn't end in this folder, whatever it was asked for; null where nothing can be read of it. */
export async function leftState(folder: string): Promise<PullState | null> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '');
  return checkpointSchema.safeParse(parseJson(text)).data?.state ?? null;
}

/**
 * Writes down how far a pull is, so that a later run goes on from there. What is written is whole, and never ahead of the
 * resources that it speaks of.
 */
export class Checkpoint {
  readonly #folder: string;
  readonly #state: PullState;
  readonly #staging: Staging;
  #saving: Promise<void> | null = null;
  #isStale = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(folder: string, state: PullState, staging: Staging) {
    this.#folder = folder;
    this.#state = state;
    this.#staging = staging;
  }

  /** Notes that there is something to write down, which happens while work goes on. Throws what kept an earlier one from it. */
  note(): void {
    if (this.#failure !== null) throw this.#failure.error;
    this.#isStale = true;
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
  }

  /** Writes down how things stand. */
  async save(): Promise<void> {
    this.note();
    while (this.#saving !== null) await this.#saving;
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #saveAll(): Promise<void> {
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#saveNow();
      }
    } catch (error) {
      this.#failure = { error };
    }
  }

  async #saveNow(): Promise<void> {
    const types = Object.keys(this.#state.types);
    const saved: SavedPull = {
      state: this.#state,
      lengths: this.#staging.lengths(),
      quarantines: Object.fromEntries(types.map((type) => [type, this.#staging.quarantine(type)])),
    };
    // Taken at one moment: the resources that it speaks of are written before it is.
    const text = JSON.stringify(saved);
    await this.#staging.flush(true);
    const path = join(this.#folder, FILE);
    await writeFile(`${path}.partial`, text, { mode: 0o600 });
    await rename(`${path}.partial`, path);
  }
}
