/** An authorization server that nobody here wrote (oidc-provider), and a gate that lets only its tokens pass to a FHIR server. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, request as requestOf } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import Provider from 'oidc-provider';
import { z } from 'zod';
import { freePort } from './hapi.ts';

export interface ClientKey {
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
}

/** A key of a client of SMART Backend Services. */
export function clientKey(alg: 'ES384' | 'RS384'): ClientKey {
  const pair =
    alg === 'ES384'
      ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const marks = { alg, kid: randomUUID() };
  return {
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), ...marks, use: 'sig' },
    privateJwk: { ...pair.privateKey.export({ format: 'jwk' }), ...marks },
  };
}

export interface Guarded {
  /** Base URL behind the gate. */
  readonly base: string;
  /** Requests that came with a good token: what they were allowed, by token. */
  readonly tokens: ReadonlySet<string>;
  /** The client's keys that are good from now on. */
  readonly rotate: (keys: readonly ClientKey[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Settings {
  readonly keys: readonly ClientKey[];
  /** Scopes that the client may be granted. */
  readonly scopes: readonly string[];
  /** Seconds. */
  readonly tokenLife: number;
}

/** Puts a gate before a FHIR server. */
export async function guard(upstream: string, settings: Settings): Promise<Guarded> {
  const [issuerPort, gatePort] = [await freePort(), await freePort()];
  const [issuer, base] = [`http://127.0.0.1:${issuerPort}`, `http://127.0.0.1:${gatePort}/fhir`];
  const tokens = new Set<string>();
  let authorization = await listen(issuerPort, provider(issuer, base, settings));
  const gate = await listen(gatePort, gateTo(new URL(upstream), issuer, base, tokens));
  return {
    base,
    tokens,
    rotate: async (keys) => {
      await close(authorization);
      authorization = await listen(issuerPort, provider(issuer, base, { ...settings, keys }));
    },
    stop: async () => {
      await Promise.all([close(authorization), close(gate)]);
    },
  };
}

const scopeShape = z.string().catch('');

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function provider(issuer: string, audience: string, { keys, scopes, tokenLife }: Settings): Handler {
  const scope = scopes.join(' ');
  const made = new Provider(issuer, {
    clients: [
      {
        client_id: 'backend',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: keys.map(({ publicJwk }) => publicJwk) },
        scope,
      },
    ],
    // The same key however often it is started anew: tokens outlive a rotation of the client's key.
    jwks: { keys: [SIGNING.privateJwk] },
    scopes: [...scopes],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS384', 'ES384'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope, audience, accessTokenTTL: tokenLife, accessTokenFormat: 'jwt' }),
      },
    },
  });
  const callback = made.callback();
  return (request, response) => {
    void callback(request, response);
  };
}

const SIGNING: ClientKey = ((): ClientKey => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const marks = { alg: 'RS256', kid: 'signing', use: 'sig' };
  return {
    publicJwk: { ...publicKey.export({ format: 'jwk' }), ...marks },
    privateJwk: { ...privateKey.export({ format: 'jwk' }), ...marks },
  };
})();

/** `system/*.rs` and its like, for reading and for writing (SMART App Launch 2.2, scopes). */
const NEEDED = { GET: /^system\/\*\.(read|c?ru?d?s)$/, POST: /^system\/\*\.(write|cr?ud?s?)$/ };

function gateTo(upstream: URL, issuer: string, audience: string, tokens: Set<string>): Handler {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    if (path.endsWith('/.well-known/smart-configuration')) {
      say(response, 200, smartConfiguration(issuer));
      return;
    }
    const refusal = path.endsWith('/metadata') ? null : await refusalOf(request);
    if (refusal === null) forward(request, response, upstream);
    else say(response, refusal, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'security' }] });
  };
  const refusalOf = async (request: IncomingMessage): Promise<401 | 403 | null> => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const verified = await jwtVerify(token, keys, { issuer, audience }).catch(() => null);
    if (verified === null) return 401;
    tokens.add(token);
    const needed = request.method === 'POST' ? NEEDED.POST : NEEDED.GET;
    const granted = scopeShape.parse(verified.payload['scope']).split(' ');
    return granted.some((scope) => needed.test(scope)) ? null : 403;
  };
  return (request, response) => {
    void pass(request, response);
  };
}

function smartConfiguration(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: ['system/*.rs', 'system/*.cruds'],
    capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  };
}

/** With the gate's own Host, so that the links of the server lead to the gate. */
function forward(request: IncomingMessage, response: ServerResponse, upstream: URL): void {
  const { method, url: path, headers } = request;
  const onward = requestOf({ host: upstream.hostname, port: upstream.port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => {
    say(response, 502, {});
  });
  request.pipe(onward);
}

function say(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
}

async function listen(port: number, handler: Handler): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
