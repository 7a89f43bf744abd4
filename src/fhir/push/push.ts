import type { Issue } from '../../lake/issue.ts';
import type { Source } from '../../lake/source.ts';
import type { FhirHttp } from '../http.ts';
import type { Surroundings } from '../surroundings.ts';
import { chunksOf } from './chunks.ts';
import { Decisions } from './decisions.ts';
import { Delivery } from './delivery.ts';
import type { IdentityRule } from './identity.ts';
import { Inventory } from './inventory.ts';
import { PushServer } from './push-server.ts';
import { Tally } from './tally.ts';
import type { Change, TypeCounts } from './tally.ts';
import { Verification } from './verification.ts';
import type { Verified } from './verification.ts';

export interface PushRequest {
  readonly source: Source;
  /** A folder for temporary files. */
  readonly scratch: string;
  readonly http: FhirHttp;
  /** Beginnings of links that mean the server. */
  readonly aliases: readonly string[];
  readonly rule: IdentityRule;
  /** Entries and bytes of one Bundle. */
  readonly limits: { readonly entries: number; readonly bytes: number };
  readonly isDryRun: boolean;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  /** Told how many resources of how many are settled. */
  readonly watch: (step: string, done: number, all: number) => void;
  /** Told of each resource once it is settled. */
  readonly see: (change: Change) => void;
  /** Waited for after some of them, so that what was told can be written. */
  readonly seen: () => Promise<void>;
}

export interface Pushed {
  readonly types: readonly TypeCounts[];
  /** In the order in which they were found. Error: a resource that isn't on the server as it should be. */
  readonly issues: readonly Issue[];
  /** Null with a dry run. */
  readonly verified: Verified | null;
}

/**
 * Brings the resources of a source to a server: creates what isn't there, replaces what differs, leaves what is the same. Nothing
 * is remembered between runs: the server is asked, so that a push that was killed goes on where it was, and one that is repeated
 * changes nothing. What the server refuses is named, and the rest goes on.
 * Throws UsageError, ServerError, EnvironmentError (see Decisions, Delivery, Verification).
 */
export async function push(request: PushRequest): Promise<Pushed> {
  const { source, scratch, http, rule, isDryRun, surroundings, signal, limits, watch } = request;
  watch('reading', 0, 0);
  const inventory = await Inventory.take(source, scratch);
  const server = await PushServer.meet(http, request.aliases);
  const kind = server.takesTransactions ? 'transaction' : 'batch';
  const tally = new Tally(request.see);
  const verification = new Verification();
  const decisions = new Decisions(server, inventory, rule);
  const delivery = new Delivery(server, decisions, tally, { kind, isDryRun, surroundings, signal, verification });
  for await (const chunk of chunksOf(inventory.groups(), { ...limits, mayReferWithin: kind === 'transaction' })) {
    await delivery.deliver(chunk);
    await request.seen();
    watch(isDryRun ? 'comparing' : 'sending', tally.settled, inventory.size);
  }
  watch('verifying', 0, 0);
  const verified = isDryRun ? null : await verification.run(server, decisions, tally);
  return { types: tally.counts(), issues: [...inventory.issues, ...tally.issues], verified };
}
