import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { EnvironmentError, UsageError } from '../errors.ts';
import { bearer, NO_AUTHENTICATION } from './authentication.ts';
import type { Authentication } from './authentication.ts';
import { baseOf } from './connect.ts';
import { FhirHttp } from './http.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { ServerError } from './server-error.ts';
import type { Surroundings } from './surroundings.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server on a port of its own; gives its origin. */
async function serve(handler: Handler): Promise<string> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Pauses are noted, not waited for. */
function surroundings(pauses: number[] = []): Surroundings {
  let waited = 0;
  return {
    now: () => Date.now() + waited,
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      waited += milliseconds;
      return Promise.resolve();
    },
    random: () => 0.5,
    unique: () => 'one',
  };
}

function httpTo(
  origin: string,
  given: {
    base?: URL;
    authentication?: Authentication;
    pauses?: number[];
    timeout?: number;
    signal?: AbortSignal;
  } = {},
): FhirHttp {
  const http = new FhirHttp({
    base: given.base ?? new URL(`${origin}/fhir`),
    authentication: given.authentication ?? NO_AUTHENTICATION,
    mayBePrivate: true,
    surroundings: surroundings(given.pauses),
    timeout: given.timeout ?? 5_000,
    concurrency: 4,
    rate: null,
    signal: given.signal ?? new AbortController().signal,
  });
  open.push(() => {
    http.close();
  });
  return http;
}

function get(http: FhirHttp, path = 'Encounter', more: Partial<HttpRequest> = {}): Promise<HttpAnswer> {
  return http.send({ method: 'GET', target: http.below(path), purpose: 'Encounter', ...more });
}

async function faultOf(answer: Promise<unknown>): Promise<ServerError> {
  const error: unknown = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServerError);
  return error as ServerError;
}

describe('answers that pass', () => {
  test('are asked for again, with pauses that grow', async () => {
    let asked = 0;
    const pauses: number[] = [];
    const origin = await serve((_, response) => {
      response.writeHead(++asked < 4 ? 503 : 200).end('{}');
    });
    expect((await get(httpTo(origin, { pauses }))).status).toBe(200);
    expect(pauses).toEqual([188, 375, 750]);
  });

  test('are waited for as long as the server asks, within the time for the request', async () => {
    const pauses: number[] = [];
    let asked = 0;
    const origin = await serve((_, response) => {
      const [status, header] = ++asked === 1 ? [429, '2'] : asked === 2 ? [503, '18000'] : [200, '0'];
      response.writeHead(status, { 'retry-after': header }).end('{}');
    });
    expect((await get(httpTo(origin, { pauses }))).status).toBe(200);
    expect(pauses[0]).toBeGreaterThanOrEqual(2000);
    expect(pauses[0]).toBeLessThan(2300);
    expect(pauses[1]).toBeLessThan(3000);
  });

  test('that never come are given back after the time for the request', async () => {
    let asked = 0;
    const origin = await serve((_, response) => {
      asked++;
      response.writeHead(502).end();
    });
    expect((await get(httpTo(origin))).status).toBe(502);
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThanOrEqual(7);
  });

  test('to a POST are not asked for again, unless the server says that it did nothing', async () => {
    const asked: number[] = [];
    const origin = await serve((_, response) => {
      asked.push(1);
      response.writeHead(asked.length === 1 ? 429 : 504).end();
    });
    expect((await get(httpTo(origin), 'Encounter', { method: 'POST', body: '{}' })).status).toBe(504);
    expect(asked).toHaveLength(2);
  });

  test('that break off are never taken for whole', async () => {
    let asked = 0;
    const origin = await serve((_, response) => {
      if (++asked < 3) {
        response.writeHead(200, { 'content-length': '10' }).write('{"a"');
        setTimeout(() => response.destroy(), 10);
      } else response.end('{"a":true}');
    });
    expect((await get(httpTo(origin))).bytes.toString()).toBe('{"a":true}');
  });
});

describe('compressed answers', () => {
  test('are read', async () => {
    const origin = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    expect((await get(httpTo(origin))).bytes.toString()).toBe('{"a":1}');
  });

  test('that are cut off are a fault in the end', async () => {
    const cut = gzipSync('{"a":1}'.repeat(100)).subarray(0, 30);
    const origin = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(cut);
    });
    expect((await faultOf(get(httpTo(origin)))).fault).toBe('torn');
  });

  test('that grow beyond what fits are refused', async () => {
    const bomb = gzipSync(Buffer.alloc(3 * 1024 * 1024));
    const origin = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const error = await faultOf(get(httpTo(origin), 'Encounter', { maxBytes: 2 * 1024 * 1024 }));
    expect([error.fault, error.message]).toEqual(['untrusted', expect.stringContaining('larger than 2 MB')]);
  });

  test('of an encoding that nobody asked for are refused', async () => {
    const origin = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'zstd' }).end('x');
    });
    expect((await faultOf(get(httpTo(origin)))).fault).toBe('untrusted');
  });
});

describe('time', () => {
  test.each([
    ['a head that never comes', () => undefined],
    ['a body that stalls', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write('{')],
  ] satisfies [string, Handler][])('%s', async (_, handler) => {
    const origin = await serve(handler);
    const error = await faultOf(get(httpTo(origin, { timeout: 200 })));
    expect([error.fault, error.message]).toEqual(['timed-out', expect.stringContaining('0.2 s')]);
  });

  test('a body that drips', async () => {
    const origin = await serve((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    expect((await faultOf(get(httpTo(origin, { timeout: 200 })))).fault).toBe('timed-out');
  });

  test('an interruption ends what is under way, as itself', async () => {
    const stop = new AbortController();
    const origin = await serve(() => {
      stop.abort(new Error('interrupted'));
    });
    await expect(get(httpTo(origin, { signal: stop.signal }))).rejects.toThrow('interrupted');
  });
});

describe('credentials', () => {
  test('are shown to the own origin, also after a redirect, and to no other', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    const origin = await serve((request, response) => {
      seen.push(request.headers.authorization);
      const location = request.url === '/fhir/Encounter' ? '/fhir/moved' : `${other}/there`;
      response.writeHead(307, { location }).end();
    });
    await get(httpTo(origin, { authentication: bearer('secret') }));
    expect(seen).toEqual(['Bearer secret', 'Bearer secret', undefined]);
  });

  test('are left out where the server wants none', async () => {
    const seen: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    await get(httpTo(origin, { authentication: bearer('secret') }), 'x', { withCredentials: false });
    expect(seen).toEqual([undefined]);
  });

  test('that are refused are renewed once', async () => {
    const tokens = ['old', 'new', 'newer'];
    const authentication: Authentication = {
      header: () => Promise.resolve(`Bearer ${tokens[0] ?? ''}`),
      refused: () => tokens.shift() !== undefined,
    };
    const good = await serve((request, response) => {
      response.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401).end('{}');
    });
    expect((await get(httpTo(good, { authentication }))).status).toBe(200);
    const never = await serve((_, response) => {
      response.writeHead(401).end('{}');
    });
    const error = await faultOf(get(httpTo(never, { authentication })));
    expect([error.fault, tokens.length]).toEqual(['unauthorized', 1]);
    expect(error.message).not.toMatch(/new/);
  });
});

test('a redirect loop ends', async () => {
  let asked = 0;
  const origin = await serve((request, response) => {
    asked++;
    response.writeHead(302, { location: request.url }).end();
  });
  expect((await faultOf(get(httpTo(origin)))).fault).toBe('untrusted');
  expect(asked).toBe(6);
});

test('a server that is not there is unreachable, and said so without its path', async () => {
  const origin = await serve(() => undefined);
  for (const close of open.splice(0)) close();
  const error = await faultOf(get(httpTo(origin), 'Patient/secret'));
  expect([error.fault, error.message]).toEqual(['unreachable', expect.not.stringContaining('secret')]);
});

test.each([
  ['https://x.example', 'https://x.example/metadata'],
  ['https://x.example/', 'https://x.example/metadata'],
  ['https://x.example/fhir', 'https://x.example/fhir/metadata'],
  ['https://x.example/fhir//', 'https://x.example/fhir/metadata'],
])('below %s a path begins with one slash', async (typed, href) => {
  const seen: (string | undefined)[] = [];
  const origin = await serve((request, response) => {
    seen.push(request.url);
    response.end('{}');
  });
  const base = baseOf(typed, false);
  const http = httpTo(origin, { base });
  expect(http.below('metadata')).toEqual({ url: new URL(href), path: new URL(href).pathname });
  const near = httpTo(origin, { base: baseOf(typed.replace('https://x.example', origin), false) });
  await get(near, 'metadata');
  expect(seen).toEqual([new URL(href).pathname]);
});

test('a path is sent as it is written', async () => {
  const seen: (string | undefined)[] = [];
  const origin = await serve((request, response) => {
    seen.push(request.url);
    response.end('{}');
  });
  const http = httpTo(origin);
  const path = `/fhir?_getpages=a%2fb|c&x=${'y'.repeat(6_000)}`;
  await http.send({ method: 'GET', target: { url: new URL(origin), path }, purpose: 'Encounter' });
  expect(seen).toEqual([path]);
});

test('a stream may take longer than one request, as long as bytes come', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200);
    let sent = 0;
    const flow = setInterval(() => {
      response.write(Buffer.alloc(70_000));
      if (++sent === 8) {
        clearInterval(flow);
        response.end();
      }
    }, 50);
  });
  const http = httpTo(origin, { timeout: 250 });
  const bytes = await http.stream(
    { method: 'GET', target: http.below('file'), purpose: 'file' },
    async ({ chunks }) => {
      let count = 0;
      for await (const chunk of chunks) count += chunk.length;
      return count;
    },
  );
  expect(bytes).toBe(560_000);
});

describe('what is no fault of the server is thrown as it is, at once', () => {
  const full = new EnvironmentError('no space is left');
  const wrong = new UsageError('the key file is gone');
  const bug = new TypeError('x is undefined');
  const disk = Object.assign(new Error('write'), { code: 'ENOSPC', syscall: 'write' });

  test.each([full, wrong, bug, disk])('where a stream is read: %s', async (error) => {
    let asked = 0;
    const origin = await serve((_, response) => {
      asked++;
      response.end('line\n');
    });
    const http = httpTo(origin);
    const reading = http.stream({ method: 'GET', target: http.below('file'), purpose: 'file' }, async ({ chunks }) => {
      for await (const chunk of chunks) if (chunk.length > 0) throw error;
    });
    await expect(reading).rejects.toBe(error);
    expect(asked).toBe(1);
  });

  test.each([full, wrong, bug, disk])('where credentials are made: %s', async (error) => {
    let made = 0;
    const authentication: Authentication = {
      header: () => {
        made++;
        return Promise.reject(error);
      },
      refused: () => false,
    };
    const origin = await serve((_, response) => response.end('{}'));
    await expect(get(httpTo(origin, { authentication }))).rejects.toBe(error);
    expect(made).toBe(1);
  });
});
