import type { JsonObject } from '../../lake/json-text.ts';
import { severalMatches, urnOf } from '../push/decisions.ts';
import type { Decision, Decisions } from '../push/decisions.ts';
import { keyOf } from '../push/identity.ts';
import type { Identity, IdentityRule } from '../push/identity.ts';
import type { Item } from '../push/inventory.ts';
import type { PushServer, Stored } from '../push/push-server.ts';
import { asSent, differences, withRelativeReferences } from '../push/stored.ts';
import { isFulfilled } from './referral.ts';
import type { Progress, Referral } from './referral.ts';
import { renewed, taskOf } from './task.ts';

/** A Task, or the ServiceRequest itself where `progress` is null. */
interface Subject {
  readonly referral: Referral;
  readonly progress: Progress | null;
}

/** Statuses of a ServiceRequest that is still to be carried out; one that its sender ended otherwise is left alone. */
const OPEN: ReadonlySet<unknown> = new Set(['active', 'on-hold', 'unknown']);

/** Compares what is to be told of referrals with what the server has. */
export class ReferralDecisions implements Pick<Decisions, 'of' | 'settle'> {
  readonly #server: PushServer;
  readonly #rule: IdentityRule;
  readonly #areIdsTheirs: boolean;
  readonly #subjects = new Map<string, Subject>();

  /** `areIdsTheirs`: the source was pulled from this server, so that a referral has the same id here and there. */
  constructor(server: PushServer, rule: IdentityRule, areIdsTheirs: boolean) {
    this.#server = server;
    this.#rule = rule;
    this.#areIdsTheirs = areIdsTheirs;
  }

  /** What is to be written of a referral: a Task for each service, and the ServiceRequest once it is fulfilled. */
  itemsOf(referral: Referral): Item[] {
    const tasks = referral.progress.map((progress) =>
      this.#item('Task', `${referral.id}-${progress.service}`, { referral, progress }),
    );
    const request = isFulfilled(referral)
      ? [this.#item('ServiceRequest', referral.id, { referral, progress: null })]
      : [];
    return [...tasks, ...request];
  }

  /**
   * The ServiceRequests of referrals that the server has. What it hasn't was referred by somebody else, and is none of its business.
   * Throws ServerError; EnvironmentError where it has several of one identity.
   */
  async there(referrals: readonly Referral[]): Promise<ReadonlyMap<Referral, Stored>> {
    if (this.#areIdsTheirs) return await this.#byId(referrals);
    const named = referrals.map((referral) => [referral, this.#namesOf(referral)] as const);
    const all = await this.#server.stored(
      'ServiceRequest',
      named.flatMap(([, names]) => names),
      { by: 'identifier' },
    );
    return new Map(
      named.flatMap(([referral, names]) => {
        const found = new Map(
          names.flatMap((name) => (all.get(keyOf(name)) ?? []).map((stored) => [stored.reference, stored] as const)),
        );
        const [only, another] = found.values();
        if (another !== undefined)
          throw severalMatches({ type: 'ServiceRequest', id: referral.id }, [...found.values()]);
        return only === undefined ? [] : [[referral, only] as const];
      }),
    );
  }

  async of(items: readonly Item[]): Promise<Decision[]> {
    const subjects = items.map((item) => [item, this.#subjectOf(item)] as const);
    const requests = await this.there([...new Set(subjects.map(([, { referral }]) => referral))]);
    const tasks = items.filter(({ type }) => type === 'Task').map((item) => this.#identityOf(item));
    const stored = await this.#server.stored('Task', tasks, { by: 'identifier' });
    return subjects.map(([item, { referral, progress }]) => {
      const request = requests.get(referral);
      if (request === undefined)
        return { item, kind: 'impossible', code: 'not-found', why: 'its ServiceRequest is no longer on the server' };
      if (progress === null) return this.#written(item, fulfilled(request.resource), request);
      const [only = null, ...more] = stored.get(keyOf(this.#identityOf(item))) ?? [];
      if (only !== null && more.length > 0) throw severalMatches(item, [only, ...more]);
      const task = { ...taskOf(referral, progress, request, this.#server.base), identifier: [this.#identityOf(item)] };
      return this.#written(item, only === null ? task : renewed(task, only.resource), only);
    });
  }

  /** Where a Task is on the server is asked anew each time. */
  settle(): void {
    return;
  }

  async #byId(referrals: readonly Referral[]): Promise<ReadonlyMap<Referral, Stored>> {
    const ids = referrals.map(({ id }): Identity => ({ system: '', value: id }));
    const all = await this.#server.stored('ServiceRequest', ids, { by: 'id' });
    return new Map(
      referrals.flatMap((referral) => (all.get(referral.id) ?? []).map((stored) => [referral, stored] as const)),
    );
  }

  /** The identifier that a push gives, and those of its own by which the rule knows it. */
  #namesOf({ id, identifiers }: Referral): Identity[] {
    const system = this.#rule.own.get('ServiceRequest');
    return [{ system: this.#rule.system, value: id }, ...identifiers.filter((one) => one.system === system)];
  }

  #written(item: Item, body: JsonObject, stored: Stored | null): Decision {
    const { base } = this.#server;
    const differs = stored === null ? [] : differences(withRelativeReferences(body, base), stored.resource, base);
    if (stored !== null && differs.length === 0) return { item, kind: 'unchanged', stored };
    const write = { type: item.type, body, urn: urnOf(item), identity: this.#identityOf(item), stored, fixedId: null };
    return { item, kind: 'write', write, differs };
  }

  #identityOf({ id }: Pick<Item, 'id'>): Identity {
    return { system: this.#rule.system, value: id };
  }

  #item(type: string, id: string, subject: Subject): Item {
    this.#subjects.set(`${type}/${id}`, subject);
    return { type, id, place: null, text: '' };
  }

  #subjectOf({ type, id }: Item): Subject {
    const subject = this.#subjects.get(`${type}/${id}`);
    if (subject === undefined) throw new TypeError('an item of another push');
    return subject;
  }
}

/** The server's own ServiceRequest, and nothing of ours but that it is done. */
function fulfilled(resource: JsonObject): JsonObject {
  const body = asSent(resource);
  return OPEN.has(body['status']) ? { ...body, status: 'completed' } : body;
}
