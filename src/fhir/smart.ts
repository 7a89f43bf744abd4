import type { JWK } from 'jose';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { parseJson } from '../lake/json-text.ts';
import { isSafeScheme } from './address.ts';
import type { Authentication } from './authentication.ts';
import type { FhirHttp } from './http.ts';
import { ServerError } from './server-error.ts';
import type { Surroundings } from './surroundings.ts';

/** A client that an authorization server knows by its key (SMART Backend Services, HL7 FHIR SMART App Launch 2.2). */
export interface SmartClient {
  readonly clientId: string;
  /** Where tokens are; null: as the FHIR server says in `.well-known/smart-configuration`. */
  readonly tokenUrl: URL | null;
  /** Null: read what there is, or also write, in the notation that the server knows. */
  readonly scopes: string | null;
  /** Reads the private key each time one is needed, so that a key may be rotated while a pull runs. */
  readonly readKey: () => Promise<SigningKey>;
}

export interface SigningKey {
  readonly jwk: JWK;
  readonly kid: string;
  readonly alg: 'ES384' | 'RS384';
  /** Where it stands, for messages. */
  readonly file: string;
}

/** Seconds that an assertion is good for; the guide allows five minutes, clocks differ. */
const ASSERTION_SECONDS = 240;
/** Of a token's life, the part after which another one is asked for; and what is assumed where the server doesn't say. */
const RENEW_AFTER = 0.8;
const LIFE_SECONDS = 300;

/** RFC 6749, 5.2: the codes that may be shown, as they can hold nothing else. */
const ERRORS: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

const configurationSchema = z.looseObject({
  token_endpoint: z.url(),
  scopes_supported: z.array(z.string()).optional().catch(undefined),
  capabilities: z.array(z.string()).optional().catch(undefined),
});
const tokenSchema = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional().catch(undefined),
  scope: z.string().optional().catch(undefined),
});
const errorSchema = z.looseObject({ error: z.string() });

interface Token {
  readonly header: string;
  /** From when on another one is asked for, milliseconds since 1970. */
  readonly renewAt: number;
}

interface TokenPlace {
  readonly url: URL;
  readonly scopes: string;
}

/** Asks for tokens with assertions signed by the client's key, and for another before one expires. `http` must show no credentials. */
export class SmartAuthentication implements Authentication {
  readonly #client: SmartClient;
  readonly #http: FhirHttp;
  readonly #surroundings: Surroundings;
  readonly #access: 'read' | 'write';
  #place: TokenPlace | null = null;
  #token: Token | null = null;
  #asking: Promise<Token> | null = null;

  constructor(client: SmartClient, http: FhirHttp, surroundings: Surroundings, access: 'read' | 'write') {
    this.#client = client;
    this.#http = http;
    this.#surroundings = surroundings;
    this.#access = access;
  }

  async header(): Promise<string | null> {
    if (this.#token !== null && this.#surroundings.now() < this.#token.renewAt) return this.#token.header;
    // Requests that come at once wait for one token.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    this.#token = await this.#asking;
    return this.#token.header;
  }

  refused(header: string): boolean {
    if (this.#token?.header === header) this.#token = null;
    return true;
  }

  async #ask(): Promise<Token> {
    this.#place ??= await this.#discover();
    const { url, scopes } = this.#place;
    const askedAt = this.#surroundings.now();
    const answer = await this.#post(url, scopes);
    if (answer.status !== 200) throw refusal(answer.status, answer.bytes);
    const parsed = tokenSchema.safeParse(parseJson(answer.bytes.toString()));
    if (!parsed.success) throw new ServerError('untrusted', PURPOSE, 'the authorization server gave no bearer token');
    const { access_token, expires_in, scope } = parsed.data;
    if (scope !== undefined) checkGranted(scopes, scope);
    return {
      header: `Bearer ${access_token}`,
      renewAt: askedAt + 1000 * RENEW_AFTER * (expires_in ?? LIFE_SECONDS),
    };
  }

  async #post(url: URL, scopes: string): ReturnType<FhirHttp['send']> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: scopes,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await this.#assertion(url),
    }).toString();
    return await this.#http.send({
      method: 'POST',
      target: { url, path: url.pathname + url.search },
      purpose: PURPOSE,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body,
      maxBytes: 1024 * 1024,
    });
  }

  async #assertion(audience: URL): Promise<string> {
    const { jwk, kid, alg, file } = await this.#client.readKey();
    const now = Math.floor(this.#surroundings.now() / 1000);
    // Loaded by those alone who need it.
    const { importJWK, SignJWT } = await import('jose');
    const assertion = new SignJWT({})
      .setProtectedHeader({ alg, kid, typ: 'JWT' })
      .setIssuer(this.#client.clientId)
      .setSubject(this.#client.clientId)
      .setAudience(audience.href)
      .setJti(this.#surroundings.unique())
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_SECONDS);
    try {
      return await assertion.sign(await importJWK(jwk, alg));
    } catch {
      // What jose says may quote the key.
      throw new UsageError(
        `${file}: the private key cannot sign by ${alg}: make a new pair, and register its public key`,
      );
    }
  }

  async #discover(): Promise<TokenPlace> {
    const { tokenUrl, scopes } = this.#client;
    if (tokenUrl !== null && scopes !== null) return { url: tokenUrl, scopes };
    const configuration = await this.#configuration(tokenUrl !== null);
    const url = tokenUrl ?? (configuration === null ? null : new URL(configuration.token_endpoint));
    if (url === null || (tokenUrl === null && !isSafeScheme(url)))
      throw new ServerError('untrusted', PURPOSE, 'the token URL that the server names is not https: refused');
    return { url, scopes: scopes ?? allScopes(this.#access, configuration) };
  }

  async #configuration(isOptional: boolean): Promise<z.infer<typeof configurationSchema> | null> {
    const purpose = 'SMART discovery';
    const answer = await this.#http.send({
      method: 'GET',
      target: this.#http.below('.well-known/smart-configuration'),
      purpose,
      headers: { accept: 'application/json' },
      maxBytes: 1024 * 1024,
    });
    const parsed = configurationSchema.safeParse(
      answer.status === 200 ? parseJson(answer.bytes.toString()) : undefined,
    );
    if (parsed.success) return parsed.data;
    if (isOptional) return null;
    throw new ServerError(
      'status',
      purpose,
      `the server does not say where tokens are (${answer.status}): give tokenUrl in the SMART file`,
      answer.status,
    );
  }
}

const PURPOSE = 'access token';

/** SMART 2 writes what may be done letter by letter, SMART 1 in words; a server that says nothing of either knows the words. */
function allScopes(access: 'read' | 'write', configuration: z.infer<typeof configurationSchema> | null): string {
  const supported = configuration?.scopes_supported ?? [];
  const isSecond =
    configuration?.capabilities?.includes('permission-v2') === true ||
    supported.some((scope) => /^system\/\S+\.c?r?u?d?s?$/.test(scope));
  if (access === 'read') return isSecond ? 'system/*.rs' : 'system/*.read';
  return isSecond ? 'system/*.cruds' : 'system/*.read system/*.write';
}

/** A server may grant less than was asked for (RFC 6749, 5.1); what is missing then shows, type by type. Nothing at all is refused. */
function checkGranted(asked: string, granted: string): void {
  const given = granted.split(' ').filter((scope) => scope !== '');
  if (given.some((scope) => scope.startsWith('system/')) || !asked.includes('system/')) return;
  throw new ServerError(
    'unauthorized',
    PURPOSE,
    'none of the scopes that were asked for was granted: check the client',
  );
}

function refusal(status: number, bytes: Buffer): ServerError {
  const parsed = errorSchema.safeParse(parseJson(bytes.toString()));
  const code = parsed.success && ERRORS.has(parsed.data.error) ? ` ${parsed.data.error}` : '';
  return new ServerError(
    'unauthorized',
    PURPOSE,
    `the authorization server refused (${status}${code}): check client id, key, token URL and scopes`,
    status,
  );
}
