/** Bundles as servers and applications write them. */
import { createHash } from 'node:crypto';
import type { Resource } from './story.ts';

export function bundle(type: string, entry: readonly object[]): string {
  return JSON.stringify({ resourceType: 'Bundle', type, entry }, null, 2);
}

export function collection(resources: readonly Resource[]): string {
  return bundle(
    'collection',
    resources.map((resource) => ({ resource })),
  );
}

/** What a search gives, with a server's remarks among the matches. */
export function searchset(resources: readonly Resource[], severity: 'information' | 'error'): string {
  return bundle('searchset', [
    ...resources.map((resource) => ({
      fullUrl: `https://fhir.example.org/r4/${nameOf(resource)}`,
      resource,
      search: { mode: 'match' },
    })),
    {
      resource: { resourceType: 'OperationOutcome', issue: [{ severity, code: 'processing' }] },
      search: { mode: 'outcome' },
    },
  ]);
}

export function document(resources: readonly Resource[]): string {
  const composition = { resourceType: 'Composition', id: 'letter', status: 'final', title: 'A letter' };
  return bundle(
    'document',
    [composition, ...resources].map((resource) => ({ fullUrl: `urn:uuid:${uuidOf(nameOf(resource))}`, resource })),
  );
}

/** Resources that have no id yet: they know each other by the URN of their entry. */
export function transaction(resources: readonly Resource[]): string {
  const names = new Map(resources.map((resource) => [nameOf(resource), `urn:uuid:${uuidOf(nameOf(resource))}`]));
  return bundle(
    'transaction',
    resources.map((resource) => ({
      fullUrl: names.get(nameOf(resource)),
      // an id that is undefined isn't written
      resource: { ...resource, id: undefined },
      request: { method: 'POST', url: resource.resourceType },
    })),
  ).replaceAll(/"reference": "([^"]+)"/g, (_, name: string) => `"reference": "${names.get(name) ?? name}"`);
}

/** A UUID for a name, always the same. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function nameOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id ?? ''}`;
}
