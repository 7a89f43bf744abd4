import type { Bundle, Entry, Resource } from './exchange.ts';

/** Search parameters that our server knows, and how it matches them. */
const PARAMETERS: Readonly<Record<string, (resource: Resource, values: readonly string[]) => boolean>> = {
  _id: ({ id }, values) => values.includes(id ?? ''),
  _lastUpdated: ({ meta }, values) => values.every((value) => isWithin(meta?.lastUpdated ?? '', value)),
  identifier: (resource, values) => identifiersOf(resource).some((one) => values.includes(one)),
  patient: (resource, values) =>
    values.some((value) => subjectOf(resource) === `Patient/${value.replace('Patient/', '')}`),
  subject: (resource, values) => values.includes(subjectOf(resource)),
};
/** They shape the answer, and match nothing. */
const SHAPING: ReadonlySet<string> = new Set([
  '_count',
  '_summary',
  '_elements',
  '_total',
  '_sort',
  '_format',
  // of its own links
  '_page',
  'ct',
  'x',
]);

export const KNOWN_PARAMETERS: readonly string[] = Object.keys(PARAMETERS);

/** Resources in memory, with versions; searches with pages. */
export class Store {
  readonly #resources = new Map<string, Resource>();
  #version = 0;

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) this.put(resource);
  }

  get types(): string[] {
    return [...new Set([...this.#resources.values()].map(({ resourceType }) => resourceType))];
  }

  all(type?: string): Resource[] {
    const all = [...this.#resources.values()];
    return type === undefined ? all : all.filter(({ resourceType }) => resourceType === type);
  }

  get(reference: string): Resource | undefined {
    return this.#resources.get(reference);
  }

  /** Keeps the version and the time that a resource brings, or gives the next ones. */
  put(resource: Resource): Resource {
    const version = ++this.#version;
    const lastUpdated = new Date().toISOString();
    const kept = { ...resource, meta: { versionId: String(version), lastUpdated, ...resource.meta } };
    this.#resources.set(`${resource.resourceType}/${resource.id ?? ''}`, kept);
    return kept;
  }

  remove(reference: string): void {
    this.#resources.delete(reference);
  }

  matching(type: string, query: URLSearchParams): Resource[] {
    return this.all(type).filter((resource) =>
      Object.entries(PARAMETERS).every(([name, matches]) => {
        const given = query.getAll(name);
        return (
          given.length === 0 ||
          matches(resource, name === '_lastUpdated' ? given : given.flatMap((one) => one.split(',')))
        );
      }),
    );
  }

  /** One page of a search: `_page` says where it begins. */
  page(type: string, self: URL, pageSize: number): Bundle {
    const found = this.matching(type, self.searchParams);
    const from = Number(self.searchParams.get('_page') ?? '0');
    const asked = self.searchParams.get('_count');
    const size = Math.min(pageSize, asked === null ? pageSize : Number(asked));
    const isCount = self.searchParams.get('_summary') === 'count' || size === 0;
    const next = new URL(self);
    next.searchParams.set('_page', String(from + size));
    const isLast = isCount || from + size >= found.length;
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      link: [{ relation: 'self', url: self.href }, ...(isLast ? [] : [{ relation: 'next', url: next.href }])],
      ...(!isCount && { entry: found.slice(from, from + size).map((resource) => entryOf(self, resource)) }),
    };
  }
}

/** Parameters of a search that our server doesn't know. */
export function unknownParameters(query: URLSearchParams): string[] {
  return [...query.keys()].filter((name) => !(name in PARAMETERS) && !SHAPING.has(name));
}

function entryOf(self: URL, resource: Resource): Entry {
  const base = self.href.slice(0, self.href.lastIndexOf('/'));
  return { fullUrl: `${base}/${resource.resourceType}/${resource.id ?? ''}`, resource, search: { mode: 'match' } };
}

/** `ge2026-01-01T00:00:00Z` and its like, with instants. */
function isWithin(instant: string, bound: string): boolean {
  const [, prefix = '', value = ''] = /^([a-z]{2})?(.+)$/.exec(bound) ?? [];
  const [left, right] = [Date.parse(instant), Date.parse(value)];
  if (prefix === 'ge') return left >= right;
  if (prefix === 'gt') return left > right;
  if (prefix === 'le') return left <= right;
  if (prefix === 'lt') return left < right;
  return left === right;
}

export function identifiersOf({ identifier }: Resource): string[] {
  const all: unknown[] = [identifier].flat();
  return all.flatMap((one) =>
    typeof one === 'object' && one !== null && 'system' in one && 'value' in one
      ? [`${String(one.system)}|${String(one.value)}`]
      : [],
  );
}

function subjectOf(resource: Resource): string {
  const found: unknown = resource['subject'] ?? resource['patient'] ?? resource['beneficiary'];
  return typeof found === 'object' && found !== null && 'reference' in found ? String(found.reference) : '';
}
