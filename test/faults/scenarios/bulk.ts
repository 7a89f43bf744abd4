import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';
import { atFirst, inPieces, on } from '../misdeeds.ts';
import { linesOf, resourceIn } from '../lake.ts';
import { oneMore } from '../records.ts';
import type { Scenario, Scenarios } from '../scenario.ts';
import { json, outcome, refusal } from '../server/exchange.ts';
import type { Fault, Reply } from '../server/exchange.ts';

const KICK_OFF = /\$export$/;
const STATUS = /^export-status\//;
const file = (type: string): string => `export-file/${type}.ndjson`;

const fileShape = z.looseObject({ type: z.string(), url: z.string() });
const manifestShape = z.looseObject({
  output: z.array(fileShape),
  error: z.array(fileShape),
  requiresAccessToken: z.boolean(),
});
type Manifest = z.infer<typeof manifestShape>;

function manifest(change: (manifest: Manifest) => object): Fault {
  return on(STATUS, (_, reply) => {
    if (reply.status !== 200) return undefined;
    return json(200, change(manifestShape.parse(JSON.parse(reply.body.toString()))));
  });
}

function lines(type: string, change: (text: string) => string | Buffer): Fault {
  return on(file(type), (_, reply) => ({ ...reply, body: change(reply.body.toString()) }));
}

const oneKickOff: NonNullable<Scenario['verify']> = ({ server }) => {
  expect(server.asks(KICK_OFF)).toHaveLength(1);
};

/** No request for a file came with a token, wherever it went. */
const noTokenForFiles: NonNullable<Scenario['verify']> = ({ server, other }) => {
  const asked = [...server.asks(/^export-file\//), ...other.asked];
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
};

export const BULK: Scenarios = {
  'no-content-location': { faults: () => [on(KICK_OFF, (_, reply) => ({ ...reply, headers: {} }))] },
  'content-location-is-relative': {
    faults: () => [
      on(KICK_OFF, (_, reply) => ({
        ...reply,
        headers: { 'content-location': new URL(reply.headers['content-location'] ?? '').pathname },
      })),
    ],
  },
  'kick-off-too-many': {
    faults: () => [
      atFirst(
        1,
        on(KICK_OFF, () => refusal(429, 'throttled', { 'retry-after': '1' })),
      ),
    ],
  },
  'kick-off-breaks': { faults: () => [on(KICK_OFF, () => refusal(500, 'exception'))] },
  'status-breaks-for-a-moment': {
    faults: () => [
      atFirst(
        2,
        on(STATUS, () => refusal(500, 'transient')),
      ),
    ],
    verify: oneKickOff,
  },
  'status-ends-in-404': { faults: () => [on(STATUS, () => refusal(404, 'not-found'))] },
  'status-ends-in-plain-413': {
    faults: () => [on(STATUS, () => ({ status: 413, headers: { 'content-type': 'text/plain' }, body: 'too much' }))],
  },
  'error-files': {
    faults: ({ server }) => [
      manifest((all) => ({ ...all, error: [{ type: 'OperationOutcome', url: `${server.base}/${file('errors')}` }] })),
      on(file('errors'), (_, reply) => ({
        ...reply,
        body: `${JSON.stringify(outcome('exception', 'error', 'Encounter could not be exported'))}\n`,
      })),
    ],
  },
  'one-file-is-broken': { faults: () => [on(file('Encounter'), () => refusal(500, 'exception'))] },
  'a-file-is-gone-once': {
    faults: () => [
      atFirst(
        1,
        on(file('Encounter'), () => refusal(410, 'expired')),
      ),
    ],
  },
  'a-file-is-gone': { faults: () => [on(file('Encounter'), () => refusal(410, 'expired'))] },
  'a-file-is-an-outcome': { faults: () => [lines('Encounter', () => `${JSON.stringify(outcome('exception'))}\n`)] },
  'a-count-differs': {
    faults: () => [
      manifest((all) => ({
        ...all,
        output: all.output.map((one) => (one.type === 'Encounter' ? { ...one, count: 1000 } : one)),
      })),
    ],
  },
  'a-type-differs': {
    faults: ({ server }) => [
      on(file('EpisodeOfCare'), (_, reply) => ({
        ...reply,
        body: `${JSON.stringify(server.store.all('Patient')[0])}\n`,
      })),
    ],
  },
  'line-ends-of-all-kinds': {
    faults: () => [lines('Encounter', (text) => `\ufeff${text.replaceAll('\n', '\r\n\r\n').trimEnd()}`)],
  },
  'one-bad-line': {
    faults: () => [
      lines('Encounter', (text) => text.replace('\n', '\n{"resourceType":"Encounter","id":"torn","subject":\n')),
    ],
  },
  'characters-are-torn': {
    faults: ({ server }) => {
      server.store.put(oneMore('umlaut', { reasonCode: [{ text: 'ünïcödé – 漢字 🙂' }] }));
      return [on(file('Encounter'), (_, reply) => inPieces(reply, 7))];
    },
    verify: ({ lake }) => {
      expect(resourceIn(lake, 'Encounter/umlaut')).toHaveProperty('reasonCode.0.text', 'ünïcödé – 漢字 🙂');
    },
  },
  'files-want-no-token': {
    setting: { isGuarded: true, areFilesOpen: true },
    faults: () => [manifest((all) => ({ ...all, requiresAccessToken: false }))],
    verify: noTokenForFiles,
  },
  'files-are-elsewhere': {
    setting: { isGuarded: true },
    faults: ({ other }) => [
      on(/^export-file\//, ({ path }) => ({ status: 307, headers: { location: `${other.base}/${path}` }, body: '' })),
    ],
    verify: ({ other }) => {
      expect(other.asked.length).toBeGreaterThan(0);
      expect(other.asked.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    },
  },
  'files-repeat': {
    faults: () => [
      manifest((all) => ({
        ...all,
        output: [...all.output, ...all.output.filter(({ type }) => type === 'Encounter')],
      })),
    ],
  },
  'deletions-are-told': {
    faults: ({ server }) => [
      manifest((all) => ({ ...all, deleted: [{ type: 'Bundle', url: `${server.base}/${file('deleted')}` }] })),
      on(file('deleted'), (_, reply) => ({
        ...reply,
        body: `${JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'DELETE', url: 'Encounter/ash-1' } }] })}\n`,
      })),
    ],
    play: async ({ pull, server }) => {
      await pull('--bulk');
      server.store.remove('Encounter/ash-1');
      return await pull('--bulk');
    },
    verify: ({ lake }) => {
      expect(resourceIn(lake, 'Encounter/ash-1')).toBeUndefined();
      expect(resourceIn(lake, 'Encounter/ash-2')).toBeDefined();
    },
  },
  'outcome-in-place-of-error': {
    faults: ({ server }) => [
      manifest((all) => ({
        ...all,
        error: undefined,
        outcome: [{ url: `${server.base}/${file('notes')}`, count: 1 }],
      })),
      on(file('notes'), (__, reply) => ({
        ...reply,
        body: `${JSON.stringify(outcome('informational', 'information'))}\n`,
      })),
    ],
  },
  'a-manifest-in-two-parts': {
    faults: ({ server }) => [
      manifest((all) => ({
        ...all,
        output: all.output.slice(0, 1),
        link: [{ relation: 'next', url: `${server.base}/export-status/1?page=2` }],
      })),
      on(STATUS, ({ url }, reply) => {
        if (reply.status !== 200 || url.searchParams.get('page') !== '2') return undefined;
        const types = server.store.types.slice(1);
        const output = types.map((type) => ({ type, url: `${server.base}/${file(type)}` }));
        return json(200, {
          transactionTime: '2026-04-01T00:00:00Z',
          request: 'x',
          requiresAccessToken: true,
          output,
          error: [],
        });
      }),
    ],
  },
  'transaction-time-is-no-time': { faults: () => [manifest((all) => ({ ...all, transactionTime: 'yesterday' }))] },
  'tokens-are-short-lived': {
    setting: { isGuarded: true, tokenLife: 1 },
    faults: () => [
      on(/^export-file\//, (_, reply) => (response) => {
        setTimeout(() => response.writeHead(reply.status, reply.headers).end(reply.body), 700);
      }),
    ],
    verify: ({ server }) => {
      expect(server.assertions.length).toBeGreaterThan(1);
    },
  },
  'types-only-repeated': {
    faults: () => [
      on(KICK_OFF, ({ url }) =>
        url.searchParams.get('_type')?.includes(',') === true ? refusal(400, 'invalid') : undefined,
      ),
    ],
    play: ({ pull }) => pull('--bulk', '--bulk-types', 'repeat'),
  },
  'types-not-at-all': {
    faults: () => [on(KICK_OFF, ({ url }) => (url.searchParams.has('_type') ? refusal(400, 'invalid') : undefined))],
    play: ({ pull }) => pull('--bulk', '--bulk-types', 'none'),
  },
  'paths-that-climb': {
    faults: ({ server }) => [
      manifest((all) => ({
        ...all,
        output: [...all.output, { type: '../../escaped', url: `${server.base}/export-file/..%2f..%2fescaped.ndjson` }],
      })),
    ],
    verify: ({ at }) => {
      expect(
        [at('escaped.ndjson'), at('..', 'escaped.ndjson'), at('lake', 'escaped.ndjson')].filter((path) =>
          existsSync(path),
        ),
      ).toEqual([]);
    },
  },
  'killed-while-the-export-runs': killedWhile(STATUS),
  'killed-while-a-file-comes': killedWhile(file('Encounter')),
  'killed-after-the-kick-off': killedWhile(KICK_OFF),
  'resumed-with-other-arguments': {
    kills: true,
    play: async (world) => {
      await killDuring(world, STATUS);
      world.server.faults.length = 0;
      return await world.pull('--bulk', '--types', 'Encounter');
    },
  },
  'delete-of-the-job-fails': {
    faults: () => [(ask) => (ask.method === 'DELETE' ? refusal(500, 'exception') : undefined)],
  },
  'delete-of-the-job-finds-none': {
    faults: () => [(ask) => (ask.method === 'DELETE' ? refusal(404, 'not-found') : undefined)],
  },
};

/** Killed when the server holds an answer back; then run again. The kick-off is asked once, or again only where it was never answered. */
function killedWhile(path: string | RegExp): Scenario {
  return {
    kills: true,
    play: async (world) => {
      await killDuring(world, path);
      world.server.faults.length = 0;
      return await world.pull('--bulk');
    },
    verify: ({ server, lake }) => {
      expect(server.asks(KICK_OFF)).toHaveLength(path === KICK_OFF ? 2 : 1);
      expect(linesOf(lake, 'Encounter')).toHaveLength(24);
    },
  };
}

async function killDuring(
  { server, start }: Parameters<NonNullable<Scenario['play']>>[0],
  path: string | RegExp,
): Promise<void> {
  const held = new Promise<void>((resolve) => {
    server.faults.push(
      on(path, (_, reply: Reply) => {
        if (reply.status >= 300) return undefined;
        return () => {
          resolve();
        };
      }),
    );
  });
  const running = start('--bulk');
  await Promise.race([held, running.ended]);
  running.kill('SIGKILL');
  await running.ended;
}
