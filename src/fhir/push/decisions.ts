import { createHash } from 'node:crypto';
import { isObject } from '../../lake/json-text.ts';
import { EnvironmentError } from '../../errors.ts';
import { parseExact } from './exact-json.ts';
import { identify, identitiesOf, keyOf } from './identity.ts';
import type { Identified, Identity, IdentityRule } from './identity.ts';
import type { Inventory, Item } from './inventory.ts';
import type { PushServer, Stored } from './push-server.ts';
import { localTargets, withReferences } from './references.ts';
import { referencesBy } from './standing.ts';
import type { Standing } from './standing.ts';
import { asSent, differences } from './stored.ts';
import type { Write } from './transaction.ts';

/** What is to be done with one resource. */
export type Decision =
  | { readonly item: Item; readonly kind: 'write'; readonly write: Write; readonly differs: readonly string[] }
  | { readonly item: Item; readonly kind: 'unchanged' | 'matched'; readonly stored: Stored }
  | {
      readonly item: Item;
      readonly kind: 'impossible';
      readonly code: 'not-supported' | 'not-found' | 'duplicate';
      readonly why: string;
    };

interface Candidate extends Identified {
  readonly item: Item;
}

/** Compares resources of the source with what the server has, and remembers how each stands there. */
export class Decisions {
  readonly #server: PushServer;
  readonly #inventory: Inventory;
  readonly #rule: IdentityRule;
  readonly #standings = new Map<string, Standing>();
  /** `Type/id` of the source by the identity that it is known by. */
  readonly #owners = new Map<string, string>();

  constructor(server: PushServer, inventory: Inventory, rule: IdentityRule) {
    this.#server = server;
    this.#inventory = inventory;
    this.#rule = rule;
  }

  /** Remembers where a resource is on the server, or that it will never be there. */
  settle({ type, id }: Pick<Item, 'type' | 'id'>, reference: string | null): void {
    this.#standings.set(`${type}/${id}`, reference === null ? { kind: 'failed' } : { kind: 'there', reference });
  }

  /**
   * Looks at the server and decides, for resources that go together or whose references lead to earlier ones. The same resources
   * may be decided again: what has happened on the server since is seen. Throws ServerError; EnvironmentError where the server has
   * several resources of one identity.
   */
  async of(items: readonly Item[]): Promise<Decision[]> {
    const decided: Decision[] = [];
    const candidates = items.flatMap((item) => this.#candidate(item, decided));
    const stored = await this.#stored(candidates);
    await this.#lookOutside(candidates);
    for (const { item } of candidates) this.#stand(item, stored.get(item)?.reference);
    for (const candidate of candidates) decided.push(this.#decide(candidate, stored.get(candidate.item) ?? null));
    return decided;
  }

  #candidate(item: Item, decided: Decision[]): Candidate[] {
    const impossible = (code: 'not-supported' | 'duplicate', why: string): [] => {
      decided.push({ item, kind: 'impossible', code, why });
      // What the server has no place for can still be named by its identifier.
      this.#standings.set(`${item.type}/${item.id}`, { kind: code === 'duplicate' ? 'failed' : 'unknown' });
      return [];
    };
    const resource = parseExact(item.text);
    const handle = this.#server.handleOf(item.type);
    if (handle === null) return impossible('not-supported', `the server does not take ${item.type}`);
    const identified = isObject(resource) ? identify(asSent(resource), item.type, item.id, this.#rule) : null;
    if (identified === null)
      return impossible('not-supported', `a ${item.type} cannot carry an identifier to be known by`);
    const [key, name] = [`${item.type} ${keyOf(identified.identity)}`, `${item.type}/${item.id}`];
    const owner = this.#owners.get(key) ?? name;
    if (owner !== name) return impossible('duplicate', `it has the same identifier as ${owner}`);
    this.#owners.set(key, name);
    return [{ item, ...identified }];
  }

  /** What the server has of each. */
  async #stored(candidates: readonly Candidate[]): Promise<ReadonlyMap<Item, Stored>> {
    const found = new Map<Item, Stored>();
    for (const [type, those] of byType(candidates)) {
      const all = await this.#server.stored(
        type,
        those.map((one) => this.#handleIdentity(one)),
      );
      for (const candidate of those) {
        const matches = all.get(this.#handleKey(candidate)) ?? [];
        const [only] = matches;
        if (matches.length > 1) throw severalMatches(candidate.item, matches);
        if (only !== undefined) found.set(candidate.item, only);
      }
    }
    return found;
  }

  /** References that lead out of the source may lead to what an earlier push brought there. */
  async #lookOutside(candidates: readonly Candidate[]): Promise<void> {
    const targets = new Set(candidates.flatMap(({ resource }) => localTargets(resource)));
    const unknown = [...targets].filter((target) => !this.#inventory.has(target) && !this.#standings.has(target));
    for (const [type, those] of byType(unknown.map((target) => ({ item: named(target) })))) {
      const isListed = this.#server.handleOf(type) !== null;
      const identities = those.map(({ item: { id } }): Identity => ({ system: this.#rule.system, value: id }));
      const all = isListed ? await this.#server.stored(type, identities) : new Map<string, readonly Stored[]>();
      for (const { item } of those) {
        const identity = { system: this.#rule.system, value: item.id };
        const key = this.#server.handleOf(type) === 'id' ? item.id : keyOf(identity);
        const [match, ...more] = (all.get(key) ?? []).filter(({ resource }) => isOurs(resource, identity));
        const isThere = match !== undefined && more.length === 0;
        this.#standings.set(
          `${type}/${item.id}`,
          isThere ? { kind: 'there', reference: match.reference } : { kind: 'unknown' },
        );
      }
    }
  }

  #stand(item: Item, reference: string | undefined): void {
    const standing: Standing =
      reference === undefined ? { kind: 'coming', urn: urnOf(item) } : { kind: 'there', reference };
    this.#standings.set(`${item.type}/${item.id}`, standing);
  }

  #decide({ item, resource, identity }: Candidate, stored: Stored | null): Decision {
    const { type, id } = item;
    const failed = localTargets(resource).find((target) => this.#standingOf(target).kind === 'failed');
    if (failed !== undefined) {
      this.settle(item, null);
      return { item, kind: 'impossible', code: 'not-found', why: `it refers to ${failed}, which is not on the server` };
    }
    const isByOwn = identity.system !== this.#rule.system;
    if (stored !== null && isByOwn && !isOurs(stored.resource, { system: this.#rule.system, value: id }))
      return { item, kind: 'matched', stored };
    const byId = this.#server.handleOf(type) === 'id';
    if (stored !== null && byId && !isOurs(stored.resource, identity)) throw takenId(item);
    const body = withReferences(
      resource,
      referencesBy((target) => this.#standingOf(target), this.#rule.system),
    );
    const differs = stored === null ? [] : differences(body, stored.resource, this.#server.base);
    if (stored !== null && differs.length === 0) return { item, kind: 'unchanged', stored };
    const write = { type, body, urn: urnOf(item), identity, stored, fixedId: byId ? id : null };
    return { item, kind: 'write', write, differs };
  }

  #standingOf(target: string): Standing {
    // what stands nowhere yet is sent later: only a ring leads there, and a ring is sent at once
    return this.#standings.get(target) ?? { kind: 'unknown' };
  }

  #handleIdentity({ item, identity }: Candidate): Identity {
    return this.#server.handleOf(item.type) === 'id' ? { ...identity, value: item.id } : identity;
  }

  #handleKey({ item, identity }: Candidate): string {
    return this.#server.handleOf(item.type) === 'id' ? item.id : keyOf(identity);
  }
}

function byType<T extends { readonly item: Pick<Item, 'type'> }>(all: readonly T[]): Map<string, T[]> {
  return Map.groupBy(all, ({ item }) => item.type);
}

function named(target: string): Pick<Item, 'type' | 'id'> {
  const slash = target.indexOf('/');
  return { type: target.slice(0, slash), id: target.slice(slash + 1) };
}

function isOurs(resource: Stored['resource'], identity: Identity): boolean {
  return identitiesOf(resource).some((one) => keyOf(one) === keyOf(identity));
}

/**
 * A name within one Bundle, unique within a push and the same in the next one. A UUID of our own making (RFC 9562, version 8),
 * as servers take no other URN there.
 */
export function urnOf({ type, id }: Pick<Item, 'type' | 'id'>): string {
  const hex = createHash('sha256').update(`${type}/${id}`).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

export function severalMatches({ type, id }: Pick<Item, 'type' | 'id'>, matches: readonly Stored[]): EnvironmentError {
  const there = matches.map(({ reference }) => reference).sort();
  return new EnvironmentError(
    `${type}/${id}: the server has ${matches.length} resources with its identifier (${there.slice(0, 5).join(', ')}): delete or merge all but one there, then push again`,
  );
}

function takenId({ type, id }: Item): EnvironmentError {
  return new EnvironmentError(
    `${type}/${id}: the server has another ${type} under this id, and finds the type by its id alone: give ours another id`,
  );
}
