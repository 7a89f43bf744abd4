import type { IncomingHttpHeaders } from 'node:http';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Target } from './address.ts';
import { isPublicAddress, isSafeScheme, literalAddress, rootOf } from './address.ts';
import type { Authentication } from './authentication.ts';
import { paced, wholeOf } from './body.ts';
import { Connections } from './exchange.ts';
import type { WireAnswer } from './exchange.ts';
import { askedPause, mayPass, MOST_ATTEMPTS, pauseAfter } from './retry.ts';
import { ServerError } from './server-error.ts';
import type { Surroundings } from './surroundings.ts';
import { causeOf } from './wire-fault.ts';

export interface HttpOptions {
  /** Base URL of the FHIR server, as `baseOf` gives it: the one origin that is shown credentials. */
  readonly base: URL;
  readonly authentication: Authentication;
  /** Whether the server may lead into networks that aren't public. */
  readonly mayBePrivate: boolean;
  readonly surroundings: Surroundings;
  /** For one request with all its attempts and pauses. Milliseconds. */
  readonly timeout: number;
  /** Requests under way at once, and begun in a second. */
  readonly concurrency: number;
  readonly rate: number | null;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly target: Target;
  /** What it is for, as messages say it: words and resource types; no id, no parameter. */
  readonly purpose: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Sending it twice does no harm. Default: all but POST and PATCH. */
  readonly isRepeatable?: boolean;
  /** False where the server said that it wants none. Another origin is never shown any. Default: true. */
  readonly withCredentials?: boolean;
  /** Default: 64 MB, decompressed. */
  readonly maxBytes?: number;
  /** A farewell: it is sent even where everything that was under way was ended. Default: false. */
  readonly isLast?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from in the end. */
  readonly url: URL;
  readonly bytes: Buffer;
  /** Milliseconds that the server asks to wait, or null. */
  readonly retryAfter: number | null;
}

/** What a streamed answer is read with. Chunks must be read to their end. */
export type Consume<T> = (answer: Omit<HttpAnswer, 'bytes'> & { readonly chunks: AsyncIterable<Buffer> }) => Promise<T>;

/** A page or a document beyond this is refused, so that no server can take the memory. */
const MAX_BYTES = 64 * 1024 * 1024;
const MOST_REDIRECTS = 5;
const NEVER = new AbortController().signal;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Talks to one server: bounded time, bounded retries, bounded bodies, and credentials for its own origin alone.
 * Answers of any status are given back; what is no answer is a ServerError.
 */
export class FhirHttp {
  readonly base: URL;
  readonly #options: HttpOptions;
  readonly #connections: Connections;
  #nextTurn = 0;

  constructor(options: HttpOptions) {
    this.base = options.base;
    this.#options = options;
    this.#connections = new Connections(options.concurrency);
  }

  close(): void {
    this.#connections.close();
  }

  /** The clock, the pauses and the dice of the surroundings; a pause ends when everything is to end. */
  now(): number {
    return this.#options.surroundings.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#options.surroundings.sleep(milliseconds, this.#options.signal);
  }

  random(): number {
    return this.#options.surroundings.random();
  }

  /** A target below the base: `Encounter?_count=5`, `metadata`. */
  below(path: string): Target {
    const url = new URL(`${rootOf(this.base)}/${path}`);
    return { url, path: url.pathname + url.search };
  }

  /** Sends a request, again where that may help, and gives the whole answer. Throws ServerError. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { now } = this.#options.surroundings;
    const deadline = now() + this.#options.timeout;
    const isRepeatable = request.isRepeatable ?? !['POST', 'PATCH'].includes(request.method);
    for (let failed = 1; ; failed++) {
      const outcome = await this.#attempt(request, deadline);
      const isFinal = outcome instanceof ServerError ? !outcome.mayPass : !mayPass(outcome.status);
      const isLast = isFinal || failed >= MOST_ATTEMPTS || now() >= deadline;
      // A server that says 429 or 503 has not acted: even what isn't repeatable may be sent again.
      const mayRepeat = isRepeatable || (!(outcome instanceof ServerError) && [429, 503].includes(outcome.status));
      if (isLast || !mayRepeat) {
        if (outcome instanceof ServerError) throw outcome;
        return outcome;
      }
      const asked = outcome instanceof ServerError ? null : outcome.retryAfter;
      const pause = pauseAfter(failed, asked, this.#options.surroundings.random());
      // The last attempt is made while there is time for an answer.
      const left = Math.max(0, deadline - now() - Math.min(1_000, this.#options.timeout / 4));
      await this.#options.surroundings.sleep(Math.min(pause, left), this.#endOf(request));
    }
  }

  /**
   * Sends a GET once and hands the answer to `consume` as it comes. It may take as long as bytes keep coming. Nothing is repeated
   * but for credentials that were refused: whoever knows what has been read goes on from there. Throws ServerError, and what `consume` throws.
   */
  async stream<T>(request: HttpRequest, consume: Consume<T>): Promise<T> {
    const time = new AbortController();
    const timer = setTimeout(() => {
      time.abort();
    }, this.#options.timeout);
    const signal = AbortSignal.any([this.#options.signal, time.signal]);
    const refresh = (): void => {
      timer.refresh();
    };
    try {
      const { answer, url } = await this.#followed(request, signal);
      const chunks = paced(answer.body, refresh);
      return await consume({ ...this.#headOf(answer, url), chunks });
    } catch (error) {
      throw this.#faultOf(error, request, time.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async #attempt(request: HttpRequest, deadline: number): Promise<HttpAnswer | ServerError> {
    const time = AbortSignal.timeout(Math.max(1, deadline - this.#options.surroundings.now()));
    const signal = AbortSignal.any([this.#endOf(request), time]);
    try {
      const { answer, url } = await this.#followed(request, signal);
      const bytes = await wholeOf(answer, request.maxBytes ?? MAX_BYTES, request.purpose);
      return { ...this.#headOf(answer, url), bytes };
    } catch (error) {
      return this.#faultOf(error, request, time);
    }
  }

  /** What ends a request beside its own time. */
  #endOf({ isLast = false }: HttpRequest): AbortSignal {
    return isLast ? NEVER : this.#options.signal;
  }

  #headOf({ status, headers }: WireAnswer, url: URL): Omit<HttpAnswer, 'bytes'> {
    return { status, headers, url, retryAfter: askedPause(headers['retry-after'], this.#options.surroundings.now()) };
  }

  /** Follows redirects of GET, and renews credentials once where they are refused. */
  async #followed(request: HttpRequest, signal: AbortSignal): Promise<{ answer: WireAnswer; url: URL }> {
    let { target } = request;
    let isRenewed = false;
    for (let redirects = 0; ;) {
      this.#checkTarget(target, request.purpose);
      const credentials = await this.#credentialsFor(target, request, signal);
      await this.#turn(signal);
      const answer = await this.#exchange(request, target, credentials, signal);
      if (answer.status === 401 && credentials !== null) {
        answer.body.destroy();
        if (isRenewed || !this.#options.authentication.refused(credentials)) throw refusedTwice(request.purpose);
        isRenewed = true;
        continue;
      }
      const { location } = answer.headers;
      if (!REDIRECTS.has(answer.status) || request.method !== 'GET' || location === undefined)
        return { answer, url: target.url };
      answer.body.destroy();
      if (++redirects > MOST_REDIRECTS)
        throw new ServerError(
          'untrusted',
          request.purpose,
          `more than ${MOST_REDIRECTS} redirects: check the base URL`,
        );
      target = redirected(target, location, request.purpose);
    }
  }

  #exchange(
    { method, headers, body }: HttpRequest,
    target: Target,
    credentials: string | null,
    signal: AbortSignal,
  ): Promise<WireAnswer> {
    return this.#connections.exchange({
      method,
      target,
      headers: {
        accept: 'application/fhir+json',
        'accept-encoding': 'gzip',
        'user-agent': 'peerbridge',
        ...headers,
        ...(credentials !== null && { authorization: credentials }),
      },
      body: body ?? null,
      mayBePrivate: this.#mayBePrivate(target),
      signal,
    });
  }

  async #credentialsFor(target: Target, request: HttpRequest, signal: AbortSignal): Promise<string | null> {
    if (target.url.origin !== this.base.origin || request.withCredentials === false) return null;
    return await this.#options.authentication.header(signal);
  }

  /** The server's own origin is taken as given. */
  #mayBePrivate({ url }: Target): boolean {
    return url.origin === this.base.origin || this.#options.mayBePrivate;
  }

  #checkTarget(target: Target, purpose: string): void {
    const { url } = target;
    if (url.origin !== this.base.origin && !isSafeScheme(url))
      throw new ServerError('untrusted', purpose, 'the server leads to an address that is not https: refused');
    const address = literalAddress(url);
    if (address !== null && !this.#mayBePrivate(target) && !isPublicAddress(address))
      throw new ServerError('untrusted', purpose, 'the server leads into a network that is not public: refused');
  }

  /** Waits until the rate allows one more request. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { rate, surroundings } = this.#options;
    if (rate === null) return;
    const now = surroundings.now();
    const turn = Math.max(now, this.#nextTurn);
    this.#nextTurn = turn + 1000 / rate;
    if (turn > now) await surroundings.sleep(turn - now, signal);
  }

  /** Throws what is no fault of the server: a full disk, a key that can't be used, an interruption. */
  #faultOf(error: unknown, request: HttpRequest, time: AbortSignal): ServerError {
    const { purpose } = request;
    if (error instanceof ServerError) return error;
    if (error instanceof EnvironmentError || error instanceof UsageError) throw error;
    this.#endOf(request).throwIfAborted();
    const seconds = Math.round(this.#options.timeout / 100) / 10;
    if (time.aborted) return new ServerError('timed-out', purpose, `no whole answer within ${seconds} s (--timeout)`);
    const cause = causeOf(error);
    if (cause === null) throw error;
    return new ServerError(cause.fault, purpose, cause.message);
  }
}

/** Where a redirect leads. Its headers are those of the request, so that credentials are decided anew. */
function redirected(from: Target, location: string, purpose: string): Target {
  const url = URL.canParse(location, from.url.href) ? new URL(location, from.url) : null;
  if (url === null) throw new ServerError('untrusted', purpose, 'a redirect leads to what is no URL');
  if (from.url.protocol === 'https:' && url.protocol !== 'https:')
    throw new ServerError('untrusted', purpose, 'a redirect leads from https to http: refused');
  url.hash = '';
  return { url, path: url.pathname + url.search };
}

function refusedTwice(purpose: string): ServerError {
  return new ServerError(
    'unauthorized',
    purpose,
    'the server does not take our credentials (401): check them, and their scopes',
    401,
  );
}
