import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { publicLookup } from './address.ts';
import type { Target } from './address.ts';

/** One request on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
  /** Whether the host may stand in a network that isn't public. */
  readonly mayBePrivate: boolean;
  readonly signal: AbortSignal;
}

/** One answer on the wire. The body must be read to its end, or destroyed. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. Breaks off with an error where the answer does. */
  readonly body: Readable;
}

/** An encoding that nobody asked for. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

/** Connections of one pull or push, kept between requests. */
export class Connections {
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  constructor(atOnce: number) {
    const options = { keepAlive: true, maxSockets: atOnce, timeout: 60_000 };
    this.#http = new HttpAgent(options);
    this.#https = new HttpsAgent(options);
  }

  /** Sends a request and gives the answer once its head is there. Rejects with what the network, TLS or the signal says. */
  async exchange(wire: WireRequest): Promise<WireAnswer> {
    const message = await this.#send(wire);
    return decoded(message);
  }

  /** Ends what is open. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #send({ method, target, headers, body, mayBePrivate, signal }: WireRequest): Promise<IncomingMessage> {
    const { url, path } = target;
    const options: RequestOptions = {
      method,
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path,
      headers: { ...headers, ...(body !== null && { 'content-length': String(Buffer.byteLength(body)) }) },
      signal,
      ...(!mayBePrivate && { lookup: publicLookup }),
    };
    const isSecure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = isSecure
        ? httpsRequest({ ...options, agent: this.#https }, resolve)
        : httpRequest({ ...options, agent: this.#http }, resolve);
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }
}

function decoded(message: IncomingMessage): WireAnswer {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const answer = {
    status: message.statusCode ?? 0,
    headers: message.headers,
  };
  if (encoding === 'identity' || encoding === '') return { ...answer, body: message };
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    message.destroy();
    throw new EncodingError();
  }
  // The callback is needed: errors reach the reader of the last stream, which is the one that can deal with them.
  return { ...answer, body: pipeline(message, createGunzip({ chunkSize: 256 * 1024 }), () => undefined) };
}
