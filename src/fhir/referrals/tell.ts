import { EnvironmentError } from '../../errors.ts';
import { Delivery } from '../push/delivery.ts';
import type { Item } from '../push/inventory.ts';
import { PushServer } from '../push/push-server.ts';
import type { Pushed, PushRequest } from '../push/push.ts';
import { Tally } from '../push/tally.ts';
import { ReferralDecisions } from './referral-decisions.ts';
import type { Referral } from './referral.ts';

export interface TellRequest extends Omit<PushRequest, 'source' | 'scratch'> {
  readonly referrals: readonly Referral[];
  /** Whether the source was pulled from this server. */
  readonly areIdsTheirs: boolean;
}

export interface Told extends Pushed {
  /** Those that the server has, and is told of. */
  readonly told: readonly Referral[];
  /** Those that it hasn't: somebody else referred. */
  readonly notThere: readonly Referral[];
}

/** One ServiceRequest, and a Task for each of two services. */
const MOST_OF_ONE = 3;

/**
 * Tells the system that referred what came of its referrals: a Task for each, with its state, and the ServiceRequest completed once the
 * member was met. Repeated, it changes nothing. Nothing is said of referrals that the server hasn't.
 * Throws ServerError, EnvironmentError (see ReferralDecisions, Delivery).
 */
export async function tell(request: TellRequest): Promise<Told> {
  const { referrals, http, rule, limits, isDryRun, surroundings, signal, watch, areIdsTheirs } = request;
  const server = await PushServer.meet(http, request.aliases);
  checkTakes(server);
  const kind = server.takesTransactions ? 'transaction' : 'batch';
  const tally = new Tally(request.see);
  const written: Item[] = [];
  const verification = {
    add: (item: Item): void => {
      written.push(item);
    },
  };
  const decisions = new ReferralDecisions(server, rule, areIdsTheirs);
  const delivery = new Delivery(server, decisions, tally, { kind, isDryRun, surroundings, signal, verification });
  const told: Referral[] = [];
  const notThere: Referral[] = [];
  const size = Math.max(1, Math.floor(limits.entries / MOST_OF_ONE));
  for (let from = 0; from < referrals.length; from += size) {
    const chunk = referrals.slice(from, from + size);
    const there = await decisions.there(chunk);
    for (const referral of chunk) (there.has(referral) ? told : notThere).push(referral);
    for (const { id } of chunk.filter((referral) => !there.has(referral)))
      request.see({ resource: `ServiceRequest/${id}`, fate: 'not-there', server: null });
    const items = [...there.keys()].flatMap((referral) => decisions.itemsOf(referral));
    await delivery.deliver(items.map((item) => [item]));
    await request.seen();
    watch(isDryRun ? 'comparing' : 'sending', from + chunk.length, referrals.length);
  }
  const verified = isDryRun ? null : await readBack(written, decisions, tally, size);
  return { types: tally.counts(), issues: tally.issues, verified, told, notThere };
}

function checkTakes(server: PushServer): void {
  const missing = ['ServiceRequest', 'Task'].find((type) => server.handleOf(type) !== 'identifier');
  if (missing !== undefined)
    throw new EnvironmentError(
      `the server does not take ${missing}, or finds none by its identifier: it cannot be told what became of a referral`,
    );
}

/** All of what was written: referrals are few. */
async function readBack(
  written: readonly Item[],
  decisions: ReferralDecisions,
  tally: Tally,
  size: number,
): Promise<Pushed['verified']> {
  for (let from = 0; from < written.length; from += size)
    for (const decision of await decisions.of(written.slice(from, from + size)))
      if (decision.kind === 'write')
        tally.note(
          decision.item,
          'business-rule',
          'warning',
          decision.write.stored === null
            ? 'it was written and is not found: push again later'
            : `the server keeps ${decision.differs.join(', ')} otherwise than it was sent`,
        );
  return { counted: written.length, sampled: written.length };
}
