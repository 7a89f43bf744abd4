import { json, refusal } from './exchange.ts';
import type { Ask, Reply } from './exchange.ts';
import type { Store } from './store.ts';

/** Bulk Data exports (https://hl7.org/fhir/uv/bulkdata/export.html): done when asked for the second time. */
export class Exports {
  readonly #store: Store;
  readonly #jobs: { readonly types: readonly string[]; asked: number }[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  kickOff({ url, headers }: Ask, base: string): Reply {
    if (headers.prefer?.includes('respond-async') !== true) return refusal(400, 'invalid');
    const asked = url.searchParams.getAll('_type').flatMap((types) => types.split(','));
    this.#jobs.push({ types: asked.length === 0 ? this.#store.types : asked, asked: 0 });
    return { status: 202, headers: { 'content-location': `${base}/export-status/${this.#jobs.length}` }, body: '' };
  }

  status(number: number, base: string, kickOffUrl: string): Reply {
    const job = this.#jobs[number - 1];
    if (job === undefined) return refusal(404, 'not-found');
    if (++job.asked === 1) return { status: 202, headers: { 'retry-after': '0', 'x-progress': 'half' }, body: '' };
    const filled = job.types.filter((type) => this.#store.all(type).length > 0);
    const output = filled.map((type) => ({
      type,
      url: `${base}/export-file/${type}.ndjson`,
      count: this.#store.all(type).length,
    }));
    const manifest = {
      transactionTime: '2026-04-01T00:00:00.000Z',
      request: kickOffUrl,
      requiresAccessToken: true,
      output,
      error: [],
    };
    return json(200, manifest, { 'content-type': 'application/json' });
  }

  file(type: string): Reply {
    const lines = this.#store.all(type).map((resource) => `${JSON.stringify(resource)}\n`);
    return { status: 200, headers: { 'content-type': 'application/fhir+ndjson' }, body: lines.join('') };
  }
}
