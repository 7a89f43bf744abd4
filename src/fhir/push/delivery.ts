import type { Issue } from '../../lake/issue.ts';
import { EnvironmentError } from '../../errors.ts';
import { mayPass, pauseAfter } from '../retry.ts';
import { ServerError } from '../server-error.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Decision, Decisions } from './decisions.ts';
import type { Item } from './inventory.ts';
import type { PushServer } from './push-server.ts';
import type { Tally } from './tally.ts';
import type { EntryResult } from './transaction.ts';
import type { Verification } from './verification.ts';

export interface DeliverySettings {
  /** A batch where the server takes no transactions: then no two resources of one Bundle refer to each other. */
  readonly kind: 'transaction' | 'batch';
  readonly isDryRun: boolean;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  /** Told what was written. */
  readonly verification: Pick<Verification, 'add'>;
}

/** What decides, and is told where each resource is on the server, or that it never will be. */
type Deciding = Pick<Decisions, 'of' | 'settle'>;
type WriteDecision = Extract<Decision, { kind: 'write' }>;

/** After so many answers that leave open whether a Bundle was carried out. */
const MOST_ATTEMPTS = 5;
/** After so many conflicts it is no race between two writers. */
const MOST_CONFLICTS = 3;
/** Another writer was quicker, or the server has not what the condition says (RFC 9110, 15.5.10, 15.5.13). */
const CONFLICTS: ReadonlySet<number> = new Set([409, 412]);

/** Brings chunks of resources to the server: looks, decides, writes, and looks again where the outcome is unknown. */
export class Delivery {
  readonly #server: PushServer;
  readonly #decisions: Deciding;
  readonly #tally: Tally;
  readonly #settings: DeliverySettings;

  constructor(server: PushServer, decisions: Deciding, tally: Tally, settings: DeliverySettings) {
    this.#server = server;
    this.#decisions = decisions;
    this.#tally = tally;
    this.#settings = settings;
  }

  /** Groups of resources, in order; those of one group can only be sent together. Throws ServerError, EnvironmentError. */
  async deliver(all: readonly (readonly Item[])[]): Promise<void> {
    const groups = this.#settings.kind === 'batch' ? this.#withoutRings(all) : all;
    for (let failed = 0; ; failed++) {
      this.#settings.signal.throwIfAborted();
      const decisions = await this.#decisions.of(groups.flat());
      const writes = decisions.filter((one) => one.kind === 'write');
      if (writes.length === 0 || this.#settings.isDryRun) {
        for (const decision of decisions) this.#settle(decision);
        return;
      }
      const refusal = await this.#write(decisions, writes, failed);
      if (refusal === 'done') return;
      if (refusal !== 'again') {
        await this.#deliverParts(groups, refusal);
        return;
      }
    }
  }

  /** Without transactions nothing can be sent that refers to each other. */
  #withoutRings(groups: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
    for (const item of groups.filter(({ length }) => length > 1).flat()) {
      this.#decisions.settle(item, null);
      this.#tally.fail(item, 'not-supported', 'it refers to others in a ring, and the server takes no transactions');
    }
    return groups.filter(({ length }) => length === 1);
  }

  /** Whether it is done, must be decided and written again, or was refused with a status. */
  async #write(
    decisions: readonly Decision[],
    writes: readonly WriteDecision[],
    failed: number,
  ): Promise<'done' | 'again' | EntryResult> {
    const isLast = failed + 1 >= MOST_ATTEMPTS;
    try {
      const answer = await this.#server.write(
        this.#settings.kind,
        writes.map(({ write }) => write),
      );
      if (answer.kind === 'refused') {
        if (!CONFLICTS.has(answer.status) || failed + 1 >= MOST_CONFLICTS) return { ...answer, reference: null };
        await this.#pause(failed);
        return 'again';
      }
      const results = new Map(writes.map((decision, index) => [decision, answer.results[index]]));
      for (const decision of decisions) {
        if (decision.kind === 'write') await this.#settleWritten(decision, results.get(decision));
        else this.#settle(decision);
      }
      return 'done';
    } catch (error) {
      // It may have been carried out all the same: looking again tells.
      if (!(error instanceof ServerError) || !isUndecided(error) || isLast) throw error;
      await this.#pause(failed);
      return 'again';
    }
  }

  /** A Bundle that the server refuses as a whole is halved until the resource that it minds stands alone. */
  async #deliverParts(groups: readonly (readonly Item[])[], refusal: EntryResult): Promise<void> {
    const half = Math.ceil(groups.length / 2);
    if (groups.length > 1) {
      await this.deliver(groups.slice(0, half));
      await this.deliver(groups.slice(half));
      return;
    }
    const items = groups.flat();
    const [first] = items;
    if (CONFLICTS.has(refusal.status) && first !== undefined) throw conflict(first, refusal.status);
    for (const item of items) {
      this.#decisions.settle(item, null);
      this.#tally.fail(item, ...refusalIssue(refusal, items.length));
    }
  }

  #settle(decision: Decision): void {
    const { item, kind } = decision;
    if (kind === 'impossible') this.#tally.fail(item, decision.code, decision.why);
    else if (kind === 'write')
      this.#tally.settle(
        item,
        decision.write.stored === null ? 'created' : 'updated',
        decision.write.stored?.reference ?? null,
      );
    else {
      this.#decisions.settle(item, decision.stored.reference);
      this.#tally.settle(item, kind, decision.stored.reference);
    }
  }

  async #settleWritten({ item, write }: WriteDecision, result: EntryResult | undefined): Promise<void> {
    const { status = 0, code = null } = result ?? {};
    if (status < 200 || status >= 300) {
      this.#decisions.settle(item, null);
      this.#tally.fail(item, ...refusalIssue({ status, code, reference: null }, 1));
      return;
    }
    const reference = write.stored?.reference ?? result?.reference ?? (await this.#lookUp(item));
    this.#decisions.settle(item, reference);
    this.#settings.verification.add(item, write.identity);
    // A create that finds the resource there by now has created nothing (FHIR R4, http, 3.1.0.8.1).
    const isCreated = write.stored === null && status === 201;
    this.#tally.settle(item, write.stored !== null ? 'updated' : isCreated ? 'created' : 'unchanged', reference);
  }

  /** Where the server doesn't say what it made of it. */
  async #lookUp(item: Item): Promise<string> {
    const [decision] = await this.#decisions.of([item]);
    if (decision?.kind === 'unchanged' || decision?.kind === 'matched') return decision.stored.reference;
    throw new EnvironmentError(
      `${item.type}/${item.id}: the server says that it was written, and does not find it: push again later`,
    );
  }

  async #pause(failed: number): Promise<void> {
    const { sleep, random } = this.#settings.surroundings;
    await sleep(pauseAfter(failed + 1, null, random()), this.#settings.signal);
  }
}

/** Whether a Bundle may have been carried out although no answer says so, or may be a moment later. */
function isUndecided(error: ServerError): boolean {
  const { fault, status } = error;
  return error.mayPass || fault === 'timed-out' || (status !== null && (status >= 500 || mayPass(status)));
}

function conflict({ type, id }: Item, status: number): EnvironmentError {
  return new EnvironmentError(
    `${type}/${id}: the server refuses it as a conflict (HTTP ${status}) again and again: does somebody else write there? Push again later`,
  );
}

function refusalIssue({ status, code }: EntryResult, together: number): [Issue['code'], string] {
  const said = code === null ? `HTTP ${status}` : `HTTP ${status}, ${code}`;
  const group = together > 1 ? `, with ${together - 1} others that it refers to in a ring` : '';
  return ['business-rule', `the server refuses it (${said})${group}`];
}
