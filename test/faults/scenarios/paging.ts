import { expect } from 'vitest';
import { asLastPage, atFirst, nextLinks, on, pages, silence, withEntries } from '../misdeeds.ts';
import { oneMore } from '../records.ts';
import type { Scenarios } from '../scenario.ts';
import { json, outcome, refusal } from '../server/exchange.ts';
import type { Fault, Reply } from '../server/exchange.ts';
import { linesOf, resourceIn } from '../lake.ts';

const REPLY = (body: string, type: string): Reply => ({ status: 200, headers: { 'content-type': type }, body });
const whole: (reply: Reply) => Fault = (reply) => on('Encounter', (_, was) => (was.status === 200 ? reply : undefined));
/** A server that knows no `_lastUpdated` says so, and refuses it. */
const NO_LAST_UPDATED: Fault = (ask, reply) => {
  if (ask.path === 'metadata')
    return { ...reply, body: reply.body.toString().replaceAll('"_lastUpdated"', '"_unknown"') };
  return ask.url.searchParams.has('_lastUpdated') ? refusal(400, 'not-supported') : undefined;
};

export const PAGING: Scenarios = {
  'next-on-another-origin': {
    setting: { isGuarded: true },
    faults: ({ other }) => [nextLinks('Encounter', (next) => next.href.replace(next.origin, other.origin))],
    verify: ({ other }) => {
      expect(other.asked).toEqual([]);
    },
  },
  'next-is-host-relative': { faults: () => [nextLinks('Encounter', (next) => next.pathname + next.search)] },
  'next-is-base-relative': { faults: () => [nextLinks('Encounter', (next) => `Encounter${next.search}`)] },
  'next-is-typeless': {
    faults: ({ server }) => [
      nextLinks('Encounter', (next) => `${server.base}?_getpages=${encodeURIComponent(next.search)}`),
      on('', ({ url }) => {
        const self = new URL(`${server.base}/Encounter${url.searchParams.get('_getpages') ?? ''}`);
        const page = server.store.page('Encounter', self, 10);
        const link = (page.link ?? []).map((one) =>
          one.relation === 'next' ? { ...one, url: `?_getpages=${encodeURIComponent(new URL(one.url).search)}` } : one,
        );
        return json(200, { ...page, link });
      }),
    ],
  },
  'next-names-an-internal-host': {
    faults: () => [nextLinks('Encounter', (next) => `http://fhir-internal.local:8080${next.pathname}${next.search}`)],
  },
  'next-names-the-port-twice': {
    faults: () => [nextLinks('Encounter', (next) => `https://fhir.example.org:443:443${next.pathname}${next.search}`)],
  },
  'next-names-an-alias': {
    faults: () => [nextLinks('Encounter', (next) => `http://fhir-internal.local:8080${next.pathname}${next.search}`)],
    play: ({ pull }) => pull('--alias', 'http://fhir-internal.local:8080/fhir'),
  },
  'next-is-a-cycle': {
    faults: () => [
      nextLinks('Encounter', (next) => {
        if (Number(next.searchParams.get('_page')) > 10) next.searchParams.delete('_page');
        return next.href;
      }),
    ],
  },
  'last-next-is-empty': {
    faults: () => [
      pages('Encounter', (bundle) =>
        bundle.link?.some(({ relation }) => relation === 'next') === true
          ? undefined
          : { ...bundle, link: [...(bundle.link ?? []), { relation: 'next', url: '' }] },
      ),
    ],
  },
  'last-page-hangs': {
    faults: () => [on('Encounter', ({ url }) => (Number(url.searchParams.get('_page')) >= 20 ? silence : undefined))],
  },
  'cursor-expires-once': {
    faults: () => [
      atFirst(
        1,
        on('Encounter', ({ url }) => (url.searchParams.get('_page') === '20' ? refusal(410, 'expired') : undefined)),
      ),
    ],
  },
  'cursor-expires-always': {
    faults: () => [
      on('Encounter', ({ url }) => (url.searchParams.get('_page') === '20' ? refusal(410, 'expired') : undefined)),
    ],
  },
  'rows-are-capped': {
    faults: () => [
      pages('Encounter', (bundle, { url }) =>
        url.searchParams.get('_page') === '10' ? asLastPage(bundle) : undefined,
      ),
    ],
  },
  'total-is-missing': {
    faults: () => [pages('Encounter', (bundle) => Object.assign({}, bundle, { total: undefined }))],
  },
  'total-is-estimated': { faults: () => [pages('Encounter', (bundle) => ({ ...bundle, total: 1000 }))] },
  'pages-are-small': { setting: { pageSize: 3 } },
  'pages-overlap': {
    faults: ({ server }) => [
      pages('Encounter', (bundle, { url }) => {
        const before = server.store.page(
          'Encounter',
          withPage(url, Number(url.searchParams.get('_page') ?? '0') - 2),
          2,
        );
        return url.searchParams.has('_page')
          ? withEntries(bundle, (all) => [...(before.entry ?? []), ...all])
          : undefined;
      }),
    ],
  },
  'a-row-is-lost': {
    faults: () => [
      pages('Encounter', (bundle, { url }) =>
        url.searchParams.has('_page') ? undefined : withEntries(bundle, (all) => all.slice(1)),
      ),
    ],
  },
  'a-resource-changes-while-paging': {
    faults: ({ server }) => [
      pages('Encounter', (bundle, { url }) => {
        if (url.searchParams.get('_page') !== '10') return undefined;
        const newer = server.store.put({
          ...server.store.all('Encounter')[0],
          resourceType: 'Encounter',
          length: { value: 42 },
          meta: {},
        });
        return withEntries(bundle, (all) => [...all, { resource: newer, search: { mode: 'match' } }]);
      }),
    ],
    verify: ({ lake }) => {
      expect(resourceIn(lake, 'Encounter/ash-meeting')).toHaveProperty('length.value', 42);
    },
  },
  'offsets-shift-once': {
    faults: () => [
      atFirst(
        1,
        pages('Encounter', (bundle, { url }) =>
          url.searchParams.get('_page') === '10' ? withEntries(bundle, (all) => all.slice(1)) : undefined,
        ),
      ),
    ],
  },
  'next-is-long': {
    faults: () => [
      nextLinks('Encounter', (next) => `${next.href}&ct=${'%7B%22token%22%3a'.repeat(300)}&x=a+b%20c'~(*)`),
    ],
    verify: ({ server }) => {
      const [first] = server.asks('Encounter').filter(({ url }) => url.searchParams.has('ct'));
      expect(first?.sent).toContain(`&ct=${'%7B%22token%22%3a'.repeat(300)}&x=a+b%20c'~(*)`);
    },
  },
  'a-warning-among-the-entries': {
    faults: () => [
      pages('Encounter', (bundle) =>
        withEntries(bundle, (all) => [
          ...all,
          { resource: outcome('informational', 'warning'), search: { mode: 'outcome' } },
        ]),
      ),
    ],
  },
  'an-error-among-the-entries': {
    faults: () => [
      pages('Encounter', (bundle) =>
        withEntries(bundle, (all) => [
          ...all,
          { resource: outcome('exception', 'error'), search: { mode: 'outcome' } },
        ]),
      ),
    ],
  },
  'a-page-is-an-outcome': { faults: () => [whole(json(200, outcome('exception')))] },
  'a-page-is-a-log-in-form': { faults: () => [whole(REPLY('<html><form>user</form></html>', 'text/html'))] },
  'a-page-is-empty': { faults: () => [whole(REPLY('', 'application/fhir+json'))] },
  'a-filter-is-ignored': {
    faults: ({ server }) => [
      (ask) => {
        if (!ask.url.searchParams.has('_lastUpdated')) return undefined;
        const all = new URL(ask.url);
        all.searchParams.delete('_lastUpdated');
        return json(200, server.store.page(ask.path, all, 10));
      },
    ],
    play: async ({ pull, server }) => {
      await pull();
      server.store.put(oneMore('late'));
      return await pull();
    },
    verify: ({ server, lake }) => {
      expect(
        server
          .asks('Encounter')
          .filter(({ url }) => !url.searchParams.has('_summary'))
          .every(({ headers }) => headers.prefer?.includes('handling=strict')),
      ).toBe(true);
      expect(resourceIn(lake, 'Encounter/late')).toHaveProperty('id', 'late');
    },
  },
  'another-parameter-is-demanded': {
    faults: () => [
      on('EpisodeOfCare', ({ url }) =>
        url.searchParams.has('patient') || url.searchParams.has('_id') ? undefined : refusal(400, 'required'),
      ),
    ],
  },
  'another-parameter-is-demanded-always': { faults: () => [on('EpisodeOfCare', () => refusal(400, 'required'))] },
  'no-last-updated': {
    faults: () => [NO_LAST_UPDATED],
    play: async ({ pull, server }) => {
      await pull();
      server.store.put(oneMore('late'));
      return await pull();
    },
    verify: ({ lake }) => {
      expect(linesOf(lake, 'Encounter').some((line) => line.includes('"late"'))).toBe(true);
    },
  },
  'nothing-changes-between-pulls': {
    play: async ({ pull }) => {
      await pull();
      await pull();
      return await pull('--full');
    },
  },
  'a-type-is-forbidden': { faults: () => [on('EpisodeOfCare', () => refusal(403, 'forbidden'))] },
};

function withPage(url: URL, page: number): URL {
  const other = new URL(url);
  other.searchParams.set('_page', String(page));
  return other;
}
