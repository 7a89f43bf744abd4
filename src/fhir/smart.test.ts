import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { NO_AUTHENTICATION } from './authentication.ts';
import { readCredentials } from './credentials.ts';
import { FhirHttp } from './http.ts';
import { ServerError } from './server-error.ts';
import { SmartAuthentication } from './smart.ts';
import type { SmartClient } from './smart.ts';

const folder = mkdtempSync(join(tmpdir(), 'smart-'));
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Key {
  readonly secret: object;
  readonly open: JWK;
}

function ellipticKey(kid: string): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const open: JWK = { kty: 'EC', ...publicKey.export({ format: 'jwk' }) };
  return { secret: { ...privateKey.export({ format: 'jwk' }), kid }, open };
}

function rsaKey(kid: string): Key {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const open: JWK = { kty: 'RSA', ...publicKey.export({ format: 'jwk' }) };
  return { secret: { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS384' }, open };
}

const written = (name: string, contents: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return path;
};

async function clientWith(key: Key, more: object = {}): Promise<SmartClient> {
  written('key.json', { keys: [key.secret] });
  const smart = written('smart.json', { clientId: 'backend', privateKey: 'key.json', ...more });
  const credentials = await readCredentials({ smart, basic: undefined, token: undefined });
  if (credentials.kind !== 'smart') throw new TypeError('no SMART client');
  return credentials.client;
}

interface Asked {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

/** An authorization server whose answers to token requests are given; SMART configuration included. */
async function authorizationServer(
  reply: (asked: readonly Asked[]) => { status?: number; body: object },
  configuration: object = {},
): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host ?? ''}`;
    if (request.url?.endsWith('/.well-known/smart-configuration') === true) {
      response.end(JSON.stringify({ token_endpoint: `${base}/token`, ...configuration }));
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ form: new URLSearchParams(body), authorization: request.headers.authorization });
      const { status = 200, body: answer } = reply(asked);
      response.writeHead(status).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`, asked };
}

/** Authenticates against a server, and talks to it with that, at a time that the test sets, in seconds. */
function authenticating(
  client: SmartClient,
  base: string,
): { smart: SmartAuthentication; guarded: FhirHttp; clock: { seconds: number } } {
  const clock = { seconds: 1_800_000_000 };
  let number = 0;
  const surroundings = {
    now: () => clock.seconds * 1000,
    sleep: () => Promise.resolve(),
    random: () => 0,
    unique: () => `jti-${++number}`,
  };
  const settings = {
    base: new URL(base),
    mayBePrivate: true,
    surroundings,
    timeout: 5_000,
    concurrency: 1,
    rate: null,
    signal: new AbortController().signal,
  };
  const http = new FhirHttp({ ...settings, authentication: NO_AUTHENTICATION });
  const smart = new SmartAuthentication(client, http, surroundings, 'read');
  const guarded = new FhirHttp({ ...settings, authentication: smart });
  closing.push(() => {
    http.close();
    guarded.close();
  });
  return { smart, guarded, clock };
}

const token = (number: number): { body: object } => ({
  body: { access_token: `token-${number}`, token_type: 'bearer', expires_in: 300, scope: 'system/*.rs' },
});

describe('an assertion', () => {
  test.each([
    ['ES384', ellipticKey('k-1')],
    ['RS384', rsaKey('k-1')],
  ])('is signed by %s, for this server, and good for less than five minutes', async (alg, key) => {
    const { base, asked } = await authorizationServer((all) => token(all.length), { capabilities: ['permission-v2'] });
    const { smart, clock } = authenticating(await clientWith(key), base);
    expect(await smart.header()).toBe('Bearer token-1');
    const form = asked[0]?.form ?? new URLSearchParams();
    expect([form.get('grant_type'), form.get('scope'), asked[0]?.authorization]).toEqual([
      'client_credentials',
      'system/*.rs',
      undefined,
    ]);
    const { payload, protectedHeader } = await jwtVerify(
      form.get('client_assertion') ?? '',
      await importJWK(key.open, alg),
      {
        audience: base.replace('/fhir', '/token'),
        issuer: 'backend',
        subject: 'backend',
        currentDate: new Date(clock.seconds * 1000),
      },
    );
    expect(protectedHeader).toEqual({ alg, kid: 'k-1', typ: 'JWT' });
    expect([payload.jti, (payload.exp ?? 0) - clock.seconds]).toEqual(['jti-1', 240]);
  });

  test.each([
    ['too short', { ...generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' }) }],
    ['damaged', { ...rsaKey('k').secret, n: 'AAAA' }],
  ])('of a key that is %s is not tried: its file is named', async (_, jwk) => {
    const { base, asked } = await authorizationServer((all) => token(all.length));
    const secret = { ...jwk, kid: 'k', alg: 'RS384' };
    const { smart, guarded } = authenticating(await clientWith({ secret, open: { kty: 'RSA' } }), base);
    for (const refused of [smart.header(), guarded.send({ method: 'GET', target: guarded.below('x'), purpose: 'x' })]) {
      const error: unknown = await refused.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UsageError);
      expect(String(error)).toContain('key.json');
    }
    expect(asked).toEqual([]);
  });

  test('is signed by the key that the file holds then, and never sent twice', async () => {
    const { base, asked } = await authorizationServer((all) => token(all.length));
    const client = await clientWith(ellipticKey('old'));
    const { smart } = authenticating(client, base);
    const first = await smart.header();
    const key = ellipticKey('new');
    written('key.json', key.secret);
    expect(smart.refused(first ?? '')).toBe(true);
    await smart.header();
    const { payload, protectedHeader } = await jwtVerify(
      asked[1]?.form.get('client_assertion') ?? '',
      await importJWK(key.open, 'ES384'),
      { currentDate: new Date(1_800_000_000_000) },
    );
    expect([protectedHeader.kid, payload.jti]).toEqual(['new', 'jti-2']);
  });
});

describe('a token', () => {
  test('is asked for once by requests that come at once, and anew before it expires', async () => {
    const { base, asked } = await authorizationServer((all) => token(all.length));
    const { smart, clock } = authenticating(await clientWith(ellipticKey('k')), base);
    await Promise.all([smart.header(), smart.header(), smart.header()]);
    clock.seconds += 239;
    await smart.header();
    expect(asked).toHaveLength(1);
    clock.seconds += 1;
    expect([await smart.header(), asked.length]).toEqual(['Bearer token-2', 2]);
  });

  test('that a slower request saw refused is not thrown away twice', async () => {
    const { base, asked } = await authorizationServer((all) => token(all.length));
    const { smart } = authenticating(await clientWith(ellipticKey('k')), base);
    const first = (await smart.header()) ?? '';
    smart.refused(first);
    await smart.header();
    smart.refused(first);
    expect([await smart.header(), asked.length]).toEqual(['Bearer token-2', 2]);
  });

  test.each([
    [
      'is refused',
      { status: 401, body: { error: 'invalid_client', error_description: 'key of Ann Smith' } },
      'invalid_client',
    ],
    ['is no bearer token', { body: { access_token: 'a b', token_type: 'bearer' } }, 'no bearer token'],
    ['has none of the scopes', { body: { ...token(1).body, scope: 'openid' } }, 'scopes'],
  ])('%s', async (_, reply, message) => {
    const { base } = await authorizationServer(() => reply);
    const { smart } = authenticating(await clientWith(ellipticKey('k')), base);
    const error: unknown = await smart.header().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServerError);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toMatch(/Ann Smith|eyJ/);
  });

  test('is never asked for over plain http elsewhere', async () => {
    const { base } = await authorizationServer(() => token(1), { token_endpoint: 'http://x.example/token' });
    const { smart } = authenticating(await clientWith(ellipticKey('k')), base);
    await expect(smart.header()).rejects.toThrow('not https');
  });
});

describe('a file of credentials is refused, in words that hold nothing of it', () => {
  test.each([
    ['smart', { clientId: 'x' }, 'privateKey'],
    ['smart', 'secret-thing', 'not JSON'],
    ['smart', { clientId: 'x', privateKey: 'nowhere.json' }, 'cannot be read'],
    ['basic', 'secret-thing', 'user:password'],
    ['token', 'secret thing', 'a token'],
  ] as const)('%s: %j', async (kind, contents, message) => {
    const path = written('wrong', contents);
    const files = { smart: undefined, basic: undefined, token: undefined, [kind]: path };
    const error: unknown = await readCredentials(files).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('secret');
  });

  test('of another curve, or without a kid', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = privateKey.export({ format: 'jwk' });
    await expect(clientWith({ secret: { ...jwk, kid: 'x' }, open: { kty: 'EC' } })).rejects.toThrow('P-384');
    await expect(clientWith({ secret: jwk, open: { kty: 'EC' } })).rejects.toThrow('kid');
  });
});
