/** A small, honest FHIR server for tests and benches: search by pages, counts, Bulk Data; in a process of its own or in the test's. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { z } from 'zod';

const resourceShape = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  meta: z.looseObject({ lastUpdated: z.string().optional(), versionId: z.string().optional() }).optional(),
});
type Resource = z.infer<typeof resourceShape>;

export interface Served {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly lastUpdated: string;
  readonly patient: string | null;
}

/** What of a server a test changes. Each may answer a request itself, and then gives true. */
export interface Behaviour {
  /** Types that the CapabilityStatement lists; default: all that have resources. */
  readonly types?: readonly string[];
  readonly offersExport?: boolean;
  readonly knowsLastUpdated?: boolean;
  readonly before?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
}

export interface FhirServer {
  readonly base: string;
  /** Path and query of each request, as it came. */
  readonly requests: string[];
  readonly put: (line: string) => void;
  readonly remove: (type: string, id: string) => void;
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port. Its resources are lines of NDJSON; it gives each an instant where it has none. */
export async function startFhirServer(lines: Iterable<string>, behaviour: Behaviour = {}): Promise<FhirServer> {
  const store = new Map<string, Map<string, Served>>();
  const put = (line: string): void => {
    const served = servedOf(line);
    const ofType = store.get(served.type) ?? new Map<string, Served>();
    ofType.set(served.id, served);
    store.set(served.type, ofType);
  };
  for (const line of lines) if (line.trim() !== '') put(line);
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
    requests.push(url.pathname + url.search);
    if (behaviour.before?.(request, response, url) === true) return;
    answer(request, response, url, store, behaviour);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    base: `http://127.0.0.1:${port}/fhir`,
    requests,
    put,
    remove: (type, id) => {
      store.get(type)?.delete(id);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const LONG_AGO = '2026-01-01T00:00:00Z';

function servedOf(line: string): Served {
  const resource = resourceShape.parse(JSON.parse(line));
  return {
    type: resource.resourceType,
    id: resource.id,
    text: line.trim(),
    lastUpdated: resource.meta?.lastUpdated ?? LONG_AGO,
    patient: patientOf(resource),
  };
}

function patientOf(resource: Resource): string | null {
  for (const element of ['subject', 'patient', 'beneficiary']) {
    const parsed = z.looseObject({ reference: z.string() }).safeParse(resource[element]);
    if (parsed.success && parsed.data.reference.startsWith('Patient/')) return parsed.data.reference.slice(8);
  }
  return null;
}

type Store = ReadonlyMap<string, ReadonlyMap<string, Served>>;

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  store: Store,
  behaviour: Behaviour,
): void {
  const [, , first = '', second = ''] = url.pathname.split('/');
  if (first === 'metadata') sendJson(response, capabilityStatement(store, behaviour));
  else if (first === '$export' || second === '$export') kickOff(response, url);
  else if (first === 'status') sendManifest(request, response, url, store);
  else if (first === 'file') sendFile(response, second, url, store);
  else if (request.method === 'GET' && second === '') sendPage(response, url, first, store);
  else response.writeHead(404).end();
}

function sendJson(response: ServerResponse, value: unknown, type = 'application/fhir+json'): void {
  response.writeHead(200, { 'content-type': type }).end(typeof value === 'string' ? value : JSON.stringify(value));
}

function capabilityStatement(store: Store, behaviour: Behaviour): unknown {
  const { offersExport = false, knowsLastUpdated = true } = behaviour;
  return {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    rest: [
      {
        mode: 'server',
        resource: (behaviour.types ?? [...store.keys()]).map((type) => ({
          type,
          interaction: [{ code: 'search-type' }],
          searchParam: ['_id', 'patient', ...(knowsLastUpdated ? ['_lastUpdated'] : [])].map((name) => ({ name })),
        })),
        operation: offersExport
          ? [{ name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export' }]
          : [],
      },
    ],
  };
}

/** Pages by offset, as many servers do. */
function sendPage(response: ServerResponse, url: URL, type: string, store: Store): void {
  const query = url.searchParams;
  const since = /^ge(.*)$/.exec(query.get('_lastUpdated') ?? '')?.[1];
  const all = [...(store.get(type)?.values() ?? [])];
  const found = all.filter(
    ({ lastUpdated, patient, id }) =>
      (since === undefined || Date.parse(lastUpdated) >= Date.parse(since)) &&
      (query.get('patient') === null || query.get('patient') === patient) &&
      (query.get('_id') === null || query.get('_id') === id),
  );
  if (query.get('_summary') === 'count') {
    sendJson(response, { resourceType: 'Bundle', type: 'searchset', total: found.length });
    return;
  }
  const [count, offset] = [Number(query.get('_count') ?? 20), Number(query.get('_offset') ?? 0)];
  const page = found.slice(offset, offset + count);
  const links = [`{"relation":"self","url":${JSON.stringify(url.href)}}`];
  if (offset + count < found.length) {
    const next = new URL(url);
    next.searchParams.set('_offset', String(offset + count));
    links.push(`{"relation":"next","url":${JSON.stringify(next.href)}}`);
  }
  const entries = page.map(
    ({ id, text }) => `{"fullUrl":"${url.origin}/fhir/${type}/${id}","resource":${text},"search":{"mode":"match"}}`,
  );
  sendJson(
    response,
    `{"resourceType":"Bundle","type":"searchset","total":${found.length},"link":[${links.join(',')}],"entry":[${entries.join(',')}]}`,
  );
}

function kickOff(response: ServerResponse, url: URL): void {
  const since = url.searchParams.get('_since') ?? '';
  const types = url.searchParams.getAll('_type').join(',');
  const status = `${url.origin}/fhir/status?types=${types}&since=${encodeURIComponent(since)}`;
  response.writeHead(202, { 'content-location': status }).end();
}

function sendManifest(request: IncomingMessage, response: ServerResponse, url: URL, store: Store): void {
  if (request.method === 'DELETE') {
    response.writeHead(202).end();
    return;
  }
  const since = url.searchParams.get('since') ?? '';
  const asked = (url.searchParams.get('types') ?? '').split(',').filter((type) => type !== '');
  const types = asked.length > 0 ? asked : [...store.keys()];
  const output = types.flatMap((type) => {
    const count = since === '' ? (store.get(type)?.size ?? 0) : changed(store, type, since).length;
    return count === 0
      ? []
      : [{ type, url: `${url.origin}/fhir/file/${type}?since=${encodeURIComponent(since)}`, count }];
  });
  const manifest = {
    transactionTime: new Date().toISOString(),
    request: `${url.origin}/fhir/$export`,
    requiresAccessToken: true,
    output,
    error: [],
  };
  sendJson(response, manifest, 'application/json');
}

function changed(store: Store, type: string, since: string): Served[] {
  const all = [...(store.get(type)?.values() ?? [])];
  return since === '' ? all : all.filter(({ lastUpdated }) => Date.parse(lastUpdated) >= Date.parse(since));
}

function sendFile(response: ServerResponse, type: string, url: URL, store: Store): void {
  response.writeHead(200, { 'content-type': 'application/fhir+ndjson' });
  response.end(
    changed(store, type, url.searchParams.get('since') ?? '')
      .map(({ text }) => `${text}\n`)
      .join(''),
  );
}
