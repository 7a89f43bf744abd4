/**
 * A FHIR server for benches, in a process of its own: `fhir-server.ts FOLDER` serves the NDJSON of a folder by pages of 500 and as
 * Bulk Data. It reads each resource from its JSON and writes Bundles of them, as servers do. Prints its base URL.
 */
import { closeSync, createReadStream, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

interface TypeFile {
  readonly path: string;
  /** Where each line begins, and where the last one ends. */
  readonly starts: Float64Array;
}

const [folder = ''] = process.argv.slice(2);
const names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
const files = new Map(names.map((name) => [name.replace('.ndjson', ''), indexed(join(folder, name))]));
/** Nothing changes after this. */
const BEGINNING = Date.parse('2020-01-01T00:00:00Z');

function indexed(path: string): TypeFile {
  const starts = [0];
  const descriptor = openSync(path, 'r');
  const chunk = Buffer.alloc(1024 * 1024);
  let offset = 0;
  for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
    for (let at = chunk.indexOf(0x0a); at >= 0 && at < read; at = chunk.indexOf(0x0a, at + 1))
      starts.push(offset + at + 1);
    offset += read;
  }
  closeSync(descriptor);
  return { path, starts: Float64Array.from(starts) };
}

function linesOf({ path, starts }: TypeFile, from: number, to: number): string[] {
  const [start = 0, end = 0] = [starts[from], starts[Math.min(to, starts.length - 1)]];
  if (end <= start) return [];
  const descriptor = openSync(path, 'r');
  const bytes = Buffer.alloc(end - start);
  readSync(descriptor, bytes, 0, bytes.length, start);
  closeSync(descriptor);
  return bytes.toString().split('\n').slice(0, -1);
}

function send(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(value));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
  const [, , what = '', name = ''] = url.pathname.split('/');
  const file = files.get(what === 'file' ? name : what);
  if (what === 'metadata') send(response, capabilityStatement());
  else if (what === '$export')
    response.writeHead(202, { 'content-location': `${url.origin}/fhir/status${url.search}` }).end();
  else if (what === 'status') send(response, manifest(url));
  else if (file === undefined) response.writeHead(404).end();
  else if (what === 'file') sendFile(response, file);
  else send(response, page(url, what, file));
});

function capabilityStatement(): unknown {
  const parameters = [{ name: '_lastUpdated' }, { name: 'patient' }];
  const resource = [...files.keys()].map((type) => ({
    type,
    interaction: [{ code: 'search-type' }],
    searchParam: parameters,
  }));
  return { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ mode: 'server', resource }] };
}

function page(url: URL, type: string, file: TypeFile): unknown {
  const since = /^ge(.*)$/.exec(url.searchParams.get('_lastUpdated') ?? '')?.[1];
  const total = since !== undefined && Date.parse(since) > BEGINNING ? 0 : file.starts.length - 1;
  const self = { relation: 'self', url: url.href };
  const bundle = { resourceType: 'Bundle', type: 'searchset', total };
  if (url.searchParams.get('_summary') === 'count') return bundle;
  const [count, offset] = [Number(url.searchParams.get('_count') ?? 500), Number(url.searchParams.get('_offset') ?? 0)];
  const lines = total === 0 ? [] : linesOf(file, offset, offset + count);
  const next = new URL(url);
  next.searchParams.set('_offset', String(offset + count));
  const entry = lines.map((line) => {
    const resource: unknown = JSON.parse(line);
    return { fullUrl: `${url.origin}/fhir/${type}`, resource, search: { mode: 'match' } };
  });
  return { ...bundle, link: offset + count < total ? [self, { relation: 'next', url: next.href }] : [self], entry };
}

function manifest(url: URL): unknown {
  const isLater = url.searchParams.has('_since');
  const asked = (url.searchParams.get('_type') ?? '').split(',');
  const output = [...files].filter(([type, { starts }]) => asked.includes(type) && starts.length > 1 && !isLater);
  return {
    transactionTime: new Date().toISOString(),
    request: url.href,
    requiresAccessToken: true,
    output: output.map(([type, { starts }]) => ({
      type,
      url: `${url.origin}/fhir/file/${type}`,
      count: starts.length - 1,
    })),
    error: [],
  };
}

function sendFile(response: ServerResponse, { path }: TypeFile): void {
  response.writeHead(200, { 'content-type': 'application/fhir+ndjson', 'content-length': statSync(path).size });
  createReadStream(path, { highWaterMark: 256 * 1024 }).pipe(response);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/fhir`);
});
