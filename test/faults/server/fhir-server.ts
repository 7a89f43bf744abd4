/** A FHIR server over real sockets that keeps to the specifications, until it is told what to do wrong. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { capabilities } from './capabilities.ts';
import { Exports } from './exports.ts';
import { json, refusal } from './exchange.ts';
import type { Ask, Fault, Misdeed, Refusal, Reply, Resource } from './exchange.ts';
import { Store, unknownParameters } from './store.ts';
import { Writes } from './writes.ts';

export interface Setting {
  readonly resources?: readonly Resource[];
  /** What one page of a search holds at most. */
  readonly pageSize?: number;
  /** Without a token that it issued itself, all but metadata and SMART configuration is 401. */
  readonly isGuarded?: boolean;
  /** Seconds that a token lives, as the server says and as it holds it to. */
  readonly tokenLife?: number;
  /** Files of an export need no token. */
  readonly areFilesOpen?: boolean;
  /** Key and certificate, PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Every token holds it, so that a test finds one that leaks. */
export const TOKEN_MARK = 'sentinel-token';

export class FhirServer {
  readonly store: Store;
  readonly asked: Ask[] = [];
  /** Of answers to what has been done. */
  readonly faults: Fault[] = [];
  /** Of what is not done. */
  readonly refusals: Refusal[] = [];
  /** Client assertions that the token endpoint was given. */
  readonly assertions: string[] = [];
  readonly #setting: Setting;
  readonly #server: Server;
  readonly #exports: Exports;
  readonly #writes: Writes;
  readonly #tokens = new Map<string, number>();
  #kickOffUrl = '';

  private constructor(setting: Setting) {
    this.#setting = setting;
    this.store = new Store(setting.resources ?? []);
    this.#exports = new Exports(this.store);
    this.#writes = new Writes(this.store);
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#handle(request, response);
    };
    this.#server = setting.tls === undefined ? createServer(handle) : createTlsServer(setting.tls, handle);
  }

  static async start(setting: Setting = {}): Promise<FhirServer> {
    const made = new FhirServer(setting);
    await new Promise<void>((resolve) => {
      made.#server.listen(0, '127.0.0.1', resolve);
    });
    return made;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the server does not listen');
    return `${this.#setting.tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`;
  }

  get base(): string {
    return `${this.origin}/fhir`;
  }

  get isGuarded(): boolean {
    return this.#setting.isGuarded === true;
  }

  /** What was asked so far is not asked again about. */
  forget(): void {
    this.asked.length = 0;
    this.assertions.length = 0;
  }

  /** Requests for a path below the base. */
  asks(path: string | RegExp): Ask[] {
    return this.asked.filter((ask) => (typeof path === 'string' ? ask.path === path : path.test(ask.path)));
  }

  /** No token that was issued so far is good any longer. */
  revoke(): void {
    this.#tokens.clear();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client may end a connection whenever it likes.
    response.on('error', () => undefined);
    const ask = await this.#askOf(request).catch(() => null);
    if (ask === null) return;
    this.asked.push(ask);
    let reply = this.#refused(ask) ?? this.#reply(ask);
    for (const fault of this.faults) {
      const wrong = fault(ask, reply);
      if (typeof wrong === 'function') {
        wrong(response);
        return;
      }
      reply = wrong ?? reply;
    }
    send(reply)(response);
  }

  async #askOf(request: IncomingMessage): Promise<Ask> {
    const url = new URL(request.url ?? '/', this.origin);
    const path = decodeURIComponent(url.pathname.replace(/^\/fhir\/?/, ''));
    const method = request.method ?? 'GET';
    const nth = this.asked.filter((one) => one.method === method && one.path === path).length + 1;
    return {
      method,
      url,
      sent: request.url ?? '',
      path,
      headers: request.headers,
      body: await textOf(request),
      nth,
      at: performance.now(),
    };
  }

  #refused(ask: Ask): Reply | undefined {
    for (const refusal of this.refusals) {
      const reply = refusal(ask);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  #reply(ask: Ask): Reply {
    const { method, path } = ask;
    if (path === 'metadata') return json(200, capabilities(this.store.types, this.base));
    if (path === '.well-known/smart-configuration') return this.#smartConfiguration();
    if (path === 'token' && method === 'POST') return this.#issue(ask);
    if (this.isGuarded && !this.#isLetIn(ask)) return refusal(401, 'login', { 'www-authenticate': 'Bearer' });
    return method === 'GET' ? this.#read(ask) : this.#change(ask);
  }

  #read(ask: Ask): Reply {
    const { path, url } = ask;
    const [first = '', second] = path.split('/');
    if (path.endsWith('$export')) {
      this.#kickOffUrl = url.href;
      return this.#exports.kickOff(ask, this.base);
    }
    if (first === 'export-status') return this.#exports.status(Number(second), this.base, this.#kickOffUrl);
    if (first === 'export-file') return this.#exports.file((second ?? '').replace('.ndjson', ''));
    if (second !== undefined) {
      const found = this.store.get(path);
      return found === undefined
        ? refusal(404, 'not-found')
        : json(200, found, { etag: `W/"${found.meta?.versionId ?? ''}"` });
    }
    const isStrict = ask.headers.prefer?.includes('handling=strict') === true;
    if (isStrict && unknownParameters(url.searchParams).length > 0) return refusal(400, 'not-supported');
    return json(200, this.store.page(first, url, this.#setting.pageSize ?? 10));
  }

  #change({ method, path, body }: Ask): Reply {
    if (method === 'POST' && path === '') return this.#writes.bundle(body);
    if (method === 'DELETE' && path.startsWith('export-status/')) return { status: 202, headers: {}, body: '' };
    return refusal(405, 'not-supported');
  }

  #smartConfiguration(): Reply {
    if (!this.isGuarded) return refusal(404, 'not-found');
    return json(200, {
      token_endpoint: `${this.base}/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
      scopes_supported: ['system/*.rs', 'system/*.cruds'],
      capabilities: ['client-confidential-asymmetric', 'permission-v2'],
    });
  }

  #issue({ body }: Ask): Reply {
    const form = new URLSearchParams(body);
    this.assertions.push(form.get('client_assertion') ?? '');
    const life = this.#setting.tokenLife ?? 300;
    const token = `${TOKEN_MARK}-${this.assertions.length}`;
    this.#tokens.set(token, Date.now() + life * 1000);
    const grant = { access_token: token, token_type: 'bearer', expires_in: life, scope: form.get('scope') };
    return json(200, grant, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  }

  #isLetIn({ headers, path }: Ask): boolean {
    if (this.#setting.areFilesOpen === true && path.startsWith('export-file/')) return true;
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    return (this.#tokens.get(token) ?? 0) > Date.now();
  }
}

/** The reply as it is. */
export function send({ status, headers, body }: Reply): Misdeed {
  return (response) => {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  };
}
