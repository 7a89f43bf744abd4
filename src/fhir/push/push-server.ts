import { z } from 'zod';
import { parseJson } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { rootOf } from '../address.ts';
import type { FhirHttp, HttpAnswer } from '../http.ts';
import { mayPass } from '../retry.ts';
import { readCapability } from '../search/capability.ts';
import type { Capability } from '../search/capability.ts';
import { targetOf } from '../search/link.ts';
import { ServerError } from '../server-error.ts';
import { parseExact } from './exact-json.ts';
import { identitiesOf, keyOf, tokenOf } from './identity.ts';
import type { Identity } from './identity.ts';
import { bundleOf, errorCodeIn, resultsOf } from './transaction.ts';
import type { EntryResult, Write } from './transaction.ts';

/** A resource that the server has. */
export interface Stored {
  /** `Type/id` there. */
  readonly reference: string;
  readonly version: string | null;
  readonly resource: JsonObject;
}

/** By what a type is found again: an identifier, or, where its search takes none, the id. */
export type Handle = 'identifier' | 'id';

/** What the server did with a Bundle. `refused` as a whole: nothing of it was done. */
export type Answer =
  | { readonly kind: 'done'; readonly results: readonly EntryResult[] }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string | null };

const resourceShape = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  meta: z.looseObject({ versionId: z.string().optional() }).optional(),
});
const searchShape = z.object({
  resourceType: z.literal('Bundle'),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).default([]),
  entry: z
    .array(
      z.object({
        resource: z.looseObject({ resourceType: z.string() }),
        search: z.object({ mode: z.string() }).optional(),
      }),
    )
    .default([]),
});

/** Some servers and proxies refuse longer request lines. */
const LONGEST_QUERY = 3_000;
/** One look-up asks for so many at most. */
const MOST_TOKENS = 50;

/** The server that is pushed to: what it has, and what it takes. */
export class PushServer {
  readonly #http: FhirHttp;
  readonly #capability: Capability;
  readonly #aliases: readonly string[];

  private constructor(http: FhirHttp, capability: Capability, aliases: readonly string[]) {
    this.#http = http;
    this.#capability = capability;
    this.#aliases = aliases;
  }

  /** Asks the server what it can do. `aliases`: beginnings of links that mean it too. Throws ServerError. */
  static async meet(http: FhirHttp, aliases: readonly string[]): Promise<PushServer> {
    const capability = await readCapability(http);
    if (capability.types.size === 0)
      throw new ServerError('status', 'CapabilityStatement', 'the server lists no resource type: check the URL');
    return new PushServer(http, capability, aliases);
  }

  /** Without a slash at its end. */
  get base(): string {
    return rootOf(this.#http.base);
  }

  get takesTransactions(): boolean {
    return this.#capability.takesTransactions;
  }

  /** Null where the server doesn't list the type. */
  handleOf(type: string): Handle | null {
    const ofType = this.#capability.types.get(type);
    return ofType === undefined ? null : ofType.takesIdentifier ? 'identifier' : 'id';
  }

  /**
   * What the server has of resources of one type, by `keyOf` of the identity, or by id, which is then the identity's value. Several are
   * found where the server holds duplicates. Throws ServerError.
   */
  async stored(
    type: string,
    identities: readonly Identity[],
    { identifiersOnly = false, by = this.handleOf(type) }: { identifiersOnly?: boolean; by?: Handle | null } = {},
  ): Promise<ReadonlyMap<string, readonly Stored[]>> {
    const byId = by === 'id';
    const found = new Map<string, Stored[]>();
    for (const query of queriesOf(identities, byId)) {
      const shaped = identifiersOnly ? `${query}&_elements=identifier` : query;
      for (const stored of await this.#search(`${type}?${shaped}`, type)) {
        const keys = byId ? [stored.reference.slice(type.length + 1)] : identitiesOf(stored.resource).map(keyOf);
        for (const key of keys) found.set(key, [...(found.get(key) ?? []), stored]);
      }
    }
    return found;
  }

  /** Sends writes as one Bundle, once: whether it was carried out is unknown where this throws a ServerError that may pass. */
  async write(kind: 'transaction' | 'batch', writes: readonly Write[]): Promise<Answer> {
    const purpose = `sending a ${kind} of ${writes.length}`;
    const answer = await this.#http.send({
      method: 'POST',
      target: { url: this.#http.base, path: this.#http.base.pathname },
      purpose,
      headers: { 'content-type': 'application/fhir+json', prefer: 'return=minimal' },
      body: bundleOf(kind, writes),
      isRepeatable: false,
    });
    const text = answer.bytes.toString();
    if (!isAboutTheBundle(answer.status)) throw refusedAs(purpose, answer);
    if (answer.status >= 300) return { kind: 'refused', status: answer.status, code: errorCodeIn(parseJson(text)) };
    const results = resultsOf(text, writes.length);
    if (results === null) throw new ServerError('torn', purpose, 'the answer does not say what became of each entry');
    return { kind: 'done', results };
  }

  /** Every match, all pages. */
  async #search(path: string, type: string): Promise<Stored[]> {
    const purpose = `looking up ${type}`;
    const all: Stored[] = [];
    let target = this.#http.below(path);
    for (let pages = 1; ; pages++) {
      // Without it HAPI may answer from a search of a minute ago.
      const answer = await this.#http.send({
        method: 'GET',
        target,
        purpose,
        headers: { 'cache-control': 'no-cache' },
      });
      if (answer.status !== 200) throw refusedAs(purpose, answer);
      const parsed = searchShape.safeParse(exactOrNull(answer.bytes.toString()));
      if (!parsed.success) throw new ServerError('untrusted', purpose, 'the answer is no searchset');
      for (const { resource, search } of parsed.data.entry) {
        const one = resourceShape.safeParse(resource);
        if (one.success && one.data.resourceType === type && (search?.mode ?? 'match') === 'match')
          all.push(storedOf(one.data));
      }
      const next = parsed.data.link.find(({ relation, url }) => relation === 'next' && url !== '')?.url;
      if (next === undefined) return all;
      if (pages > MOST_TOKENS) throw new ServerError('untrusted', purpose, 'the pages of the answer do not end');
      target = targetOf(next, answer.url, this.#http.base, this.#aliases, purpose);
    }
  }
}

/** Whether an answer says something of the Bundle: not that we may not write, that the server is busy, or that it is broken. */
function isAboutTheBundle(status: number): boolean {
  return status >= 200 && status < 500 && status !== 401 && status !== 403 && !mayPass(status);
}

function storedOf(resource: z.infer<typeof resourceShape>): Stored {
  return {
    reference: `${resource.resourceType}/${resource.id}`,
    version: resource.meta?.versionId ?? null,
    resource,
  };
}

function* queriesOf(identities: readonly Identity[], byId: boolean): Generator<string> {
  const name = byId ? '_id' : 'identifier';
  let tokens: string[] = [];
  let length = 0;
  for (const identity of identities) {
    const token = encodeURIComponent(byId ? identity.value : tokenOf(identity));
    if (tokens.length === MOST_TOKENS || (tokens.length > 0 && length + token.length > LONGEST_QUERY)) {
      yield `${name}=${tokens.join(',')}&_count=${2 * tokens.length}`;
      tokens = [];
      length = 0;
    }
    tokens.push(token);
    length += token.length + 1;
  }
  if (tokens.length > 0) yield `${name}=${tokens.join(',')}&_count=${2 * tokens.length}`;
}

function exactOrNull(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}

function refusedAs(purpose: string, { status, bytes }: HttpAnswer): ServerError {
  const code = errorCodeIn(parseJson(bytes.toString()));
  const said = code === null ? `HTTP ${status}` : `HTTP ${status}, ${code}`;
  const remedy =
    status === 401 || status === 403
      ? ': check the credentials and their scopes'
      : status === 429
        ? ': too many requests: lower --rate, or push again later'
        : '';
  return new ServerError(status === 401 ? 'unauthorized' : 'status', purpose, `${said}${remedy}`, status);
}
