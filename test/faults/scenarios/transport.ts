import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { atFirst, cutOff, drip, nextLinks, on, reset, silence, stalledBody } from '../misdeeds.ts';
import type { Scenario, Scenarios } from '../scenario.ts';
import { json, refusal } from '../server/exchange.ts';
import type { Fault, Reply } from '../server/exchange.ts';

const TOO_MANY = (retryAfter: string): Fault =>
  on('Encounter', () => refusal(429, 'throttled', { 'retry-after': retryAfter }));
const down = (status: number): Fault => on('Encounter', () => refusal(status, 'transient'));
const zipped = (reply: Reply, body: Buffer): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'content-encoding': 'gzip' },
  body,
});

/** Milliseconds between two requests for Encounters. */
function waited(least: number, most = Infinity): NonNullable<Scenario['verify']> {
  return ({ server }) => {
    const [first, second] = server.asks('Encounter');
    const pause = (second?.at ?? 0) - (first?.at ?? 0);
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThan(most);
  };
}

export const TRANSPORT: Scenarios = {
  'too-many-for-a-second': { faults: () => [atFirst(1, TOO_MANY('1'))], verify: waited(1000) },
  'too-many-until-a-date': {
    faults: () => [
      atFirst(
        1,
        on('Encounter', () => refusal(429, 'throttled', { 'retry-after': new Date(Date.now() + 2000).toUTCString() })),
      ),
    ],
    verify: waited(500),
  },
  'retry-after-is-negative': { faults: () => [atFirst(1, TOO_MANY('-5'))] },
  'retry-after-is-garbage': { faults: () => [atFirst(1, TOO_MANY('soon'))] },
  'retry-after-is-five-hours': { faults: () => [atFirst(1, TOO_MANY('18000'))], verify: waited(0, 6000) },
  'bad-gateway-twice': { faults: () => [atFirst(2, down(502))] },
  'unavailable-twice': { faults: () => [atFirst(2, down(503))] },
  'gateway-times-out-twice': { faults: () => [atFirst(2, down(504))] },
  'connection-is-reset-twice': {
    faults: () => [
      atFirst(
        2,
        on('Encounter', () => reset),
      ),
    ],
  },
  'unavailable-for-good': {
    faults: () => [down(503)],
    verify: ({ server }) => {
      expect(server.asks('Encounter').length).toBeLessThan(20);
    },
  },
  'the-head-stalls': { faults: () => [on('Encounter', () => silence)] },
  'the-body-stalls': { faults: () => [on('Encounter', () => stalledBody)] },
  'the-body-drips': { faults: () => [on('Encounter', () => drip)] },
  'a-body-is-too-short-once': {
    faults: () => [
      atFirst(
        1,
        on('Encounter', (_, reply) => cutOff(reply)),
      ),
    ],
  },
  'a-body-is-too-short-always': { faults: () => [on('Encounter', (_, reply) => cutOff(reply))] },
  'gzip-breaks-off-once': {
    faults: () => [
      atFirst(
        1,
        on('Encounter', (_, reply) => zipped(reply, half(gzipSync(reply.body)))),
      ),
    ],
  },
  'gzip-breaks-off-always': {
    faults: () => [on('Encounter', (_, reply) => zipped(reply, half(gzipSync(reply.body))))],
  },
  'an-unknown-encoding': {
    faults: () => [
      on('Encounter', (_, reply) => ({ ...reply, headers: { ...reply.headers, 'content-encoding': 'br' } })),
    ],
  },
  'a-gzip-bomb': {
    faults: () => {
      const bomb = gzipSync(Buffer.alloc(70_000_000, ' '));
      return [on('Encounter', (_, reply) => zipped(reply, bomb))];
    },
  },
  'a-deep-page': {
    faults: () => [
      on('Encounter', () => ({
        ...json(200, {}),
        body: `{"resourceType":"Bundle","type":"searchset","entry":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      })),
    ],
  },
  'redirect-to-another-origin': {
    setting: { isGuarded: true },
    faults: ({ server, other }) => {
      other.faults.push(nextLinks('Encounter', (next) => next.href.replace(other.origin, server.origin)));
      return [on('Encounter', ({ url }) => redirect(other.origin + url.pathname + url.search))];
    },
    verify: ({ other }) => {
      expect(other.asked.length).toBeGreaterThan(0);
      expect(other.asked.map(({ headers }) => headers.authorization)).toEqual(other.asked.map(() => undefined));
    },
  },
  'redirects-without-end': {
    faults: () => [on('Encounter', ({ url }) => redirect(url.href))],
    verify: ({ server }) => {
      const asked = Map.groupBy(server.asks('Encounter'), ({ url }) => url.href);
      // one that is looped, and five redirects, more than once only where a count is asked for too
      for (const [, same] of asked) expect(same.length).toBeLessThanOrEqual(8);
    },
  },
  'a-token-is-revoked-once': {
    setting: { isGuarded: true },
    faults: ({ server }) => [
      atFirst(
        1,
        on('Encounter', () => {
          server.revoke();
          return refusal(401, 'login', { 'www-authenticate': 'Bearer' });
        }),
      ),
    ],
    verify: ({ server }) => {
      expect(server.assertions).toHaveLength(2);
    },
  },
  'no-token-is-good': {
    setting: { isGuarded: true },
    faults: () => [on('Encounter', () => refusal(401, 'login', { 'www-authenticate': 'Bearer' }))],
  },
};

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length / 2);
}

function redirect(location: string): Reply {
  return { status: 302, headers: { location }, body: '' };
}
