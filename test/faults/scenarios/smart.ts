import { expect } from 'vitest';
import { z } from 'zod';
import { atFirst, on } from '../misdeeds.ts';
import type { Scenarios } from '../scenario.ts';
import { json } from '../server/exchange.ts';

const headerShape = z.object({ alg: z.string(), typ: z.string(), kid: z.string() });
const claimsShape = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string(),
});

function parsed(part: string | undefined): unknown {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
}

export const SMART: Scenarios = {
  'assertions-are-as-the-guide-says': {
    setting: { isGuarded: true },
    faults: ({ server }) => [
      atFirst(
        1,
        on('Encounter', () => {
          server.revoke();
          return json(401, {}, { 'www-authenticate': 'Bearer' });
        }),
      ),
    ],
    verify: ({ server }) => {
      const claims = server.assertions.map((one) => claimsShape.parse(parsed(one.split('.')[1])));
      expect(server.assertions.map((one) => headerShape.parse(parsed(one.split('.')[0])))).toEqual(
        server.assertions.map(() => ({ alg: 'ES384', typ: 'JWT', kid: 'ours' })),
      );
      for (const { iss, sub, aud, iat, exp } of claims) {
        expect([iss, sub, aud]).toEqual(['backend', 'backend', `${server.base}/token`]);
        expect(exp - iat).toBeLessThanOrEqual(300);
        expect(exp * 1000).toBeGreaterThan(Date.now());
      }
      expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2);
    },
  },
  'the-client-is-refused': {
    setting: { isGuarded: true },
    faults: () => [
      on('token', () => json(401, { error: 'invalid_client', error_description: 'sentinel-token of Zephyrine' })),
    ],
  },
  'less-is-granted-than-asked': {
    setting: { isGuarded: true },
    faults: () => [
      on('token', (_, reply) => ({
        ...reply,
        body: reply.body.toString().replace(/"scope":"[^"]*"/, '"scope":"openid"'),
      })),
    ],
  },
  'a-token-is-not-a-bearer-token': {
    setting: { isGuarded: true },
    faults: () => [on('token', (_, reply) => ({ ...reply, body: reply.body.toString().replace('"bearer"', '"mac"') }))],
  },
  'files-of-an-export-in-plain-http': {
    faults: ({ server }) => [
      on(/^export-status\//, (_, reply) => ({
        ...reply,
        body: reply.body.toString().replaceAll(`${server.base}/export-file`, 'http://169.254.169.254/latest'),
      })),
    ],
  },
};
