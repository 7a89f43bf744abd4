import { z } from 'zod';
import { json, outcome, refusal } from './exchange.ts';
import type { Entry, Reply, Resource } from './exchange.ts';
import type { Store } from './store.ts';

const resourceShape = z.looseObject({ resourceType: z.string(), meta: z.record(z.string(), z.unknown()).optional() });
const entryShape = z.object({
  fullUrl: z.string().default(''),
  resource: z.looseObject({ resourceType: z.string() }).optional(),
  request: z.object({
    method: z.string(),
    url: z.string(),
    ifNoneExist: z.string().optional(),
    ifMatch: z.string().optional(),
  }),
});
const bundleShape = z.object({
  resourceType: z.literal('Bundle'),
  type: z.enum(['transaction', 'batch']),
  entry: z.array(entryShape).default([]),
});

type WriteEntry = z.infer<typeof entryShape>;

/** Where an entry goes: a status of 400 and above says why it doesn't. */
interface Target {
  readonly status: number;
  /** `Type/id`. */
  readonly reference: string;
}

/** Transactions and batches of conditional creates and updates (http://hl7.org/fhir/R4/http.html). Ids are the server's own. */
export class Writes {
  readonly #store: Store;
  #ids = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  bundle(body: string): Reply {
    const parsed = bundleShape.safeParse(JSON.parse(body));
    if (!parsed.success) return refusal(400, 'invalid');
    const { type, entry } = parsed.data;
    const planned = entry.map((one): [WriteEntry, Target] => [one, this.#targetOf(one)]);
    const refused = planned.find(([, { status }]) => status >= 400);
    if (type === 'transaction' && refused !== undefined) return refusal(refused[1].status, 'conflict');
    const stored = new Map(planned.map(([{ fullUrl }, { reference }]) => [fullUrl, reference]));
    const responses = planned.map(([one, target]) => this.#carryOut(one, target, stored));
    return json(200, { resourceType: 'Bundle', type: `${type}-response`, entry: responses });
  }

  #targetOf({ request }: WriteEntry): Target {
    const [address = '', query] = request.url.split('?', 2);
    const type = address.split('/', 1)[0] ?? '';
    const condition = request.ifNoneExist ?? (request.method === 'PUT' ? query : undefined);
    if (condition !== undefined) {
      const found = this.#store.matching(type, new URLSearchParams(condition));
      const [only] = found;
      if (found.length > 1) return { status: 412, reference: address };
      if (only !== undefined) return { status: 200, reference: `${type}/${only.id ?? ''}` };
    }
    if (condition !== undefined || request.method === 'POST')
      return { status: 201, reference: `${type}/s${++this.#ids}` };
    const version = this.#store.get(address)?.meta?.versionId;
    if (request.ifMatch !== undefined && request.ifMatch !== `W/"${version ?? ''}"`)
      return { status: 412, reference: address };
    return { status: version === undefined ? 201 : 200, reference: address };
  }

  #carryOut(
    { request, resource }: WriteEntry,
    { status, reference }: Target,
    stored: ReadonlyMap<string, string>,
  ): Entry {
    if (status >= 400) return { response: { status: String(status), outcome: outcome('conflict') } };
    const isThere = request.method === 'POST' && status === 200;
    const kept =
      isThere || resource === undefined ? this.#store.get(reference) : this.#keep(resource, reference, stored);
    const version = kept?.meta?.versionId ?? '';
    return {
      response: { status: String(status), location: `${reference}/_history/${version}`, etag: `W/"${version}"` },
    };
  }

  /** With references within the transaction made those of the server (http://hl7.org/fhir/R4/http.html#trules). */
  #keep(resource: Resource, reference: string, stored: ReadonlyMap<string, string>): Resource {
    const text = JSON.stringify(resource, (key, value: unknown) =>
      key === 'reference' && typeof value === 'string' ? (stored.get(value) ?? value) : value,
    );
    const id = reference.slice(reference.indexOf('/') + 1);
    const sent = resourceShape.parse(JSON.parse(text));
    // version and time are the server's, the rest of meta the sender's (FHIR R4, http, 3.1.0.7)
    const meta = Object.entries(sent.meta ?? {}).filter(([name]) => name !== 'versionId' && name !== 'lastUpdated');
    return this.#store.put({ ...sent, id, meta: Object.fromEntries(meta) });
  }
}
