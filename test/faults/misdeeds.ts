/** What may go wrong with an answer, as parts that scenarios are made of. */
import { z } from 'zod';
import { json } from './server/exchange.ts';
import type { Ask, Bundle, Entry, Fault, Misdeed, Reply } from './server/exchange.ts';

const bundleShape = z.custom<Bundle>(
  (value) => typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Bundle',
);

/** Only where a path below the base is asked for. */
export function on(path: string | RegExp, fault: Fault): Fault {
  return (ask, reply) => {
    const isMeant = typeof path === 'string' ? ask.path === path : path.test(ask.path);
    return isMeant ? fault(ask, reply) : undefined;
  };
}

/** Only the first times that it applies. */
export function atFirst(times: number, fault: Fault): Fault {
  let left = times;
  return (ask, reply) => {
    const wrong = left > 0 ? fault(ask, reply) : undefined;
    if (wrong !== undefined) left--;
    return wrong;
  };
}

/** Pages of a search, changed; counts stay as they are. */
export function pages(type: string, change: (bundle: Bundle, ask: Ask) => Bundle | undefined): Fault {
  return on(type, (ask, reply) => {
    if (reply.status !== 200 || ask.method !== 'GET' || ask.url.searchParams.get('_summary') === 'count')
      return undefined;
    const changed = change(bundleShape.parse(JSON.parse(reply.body.toString())), ask);
    return changed === undefined ? undefined : json(200, changed);
  });
}

/** Pages whose link to the next one, where they have one, is another. */
export function nextLinks(type: string, change: (next: URL) => string): Fault {
  return pages(type, (bundle) => ({
    ...bundle,
    link: (bundle.link ?? []).map((one) => (one.relation === 'next' ? { ...one, url: change(new URL(one.url)) } : one)),
  }));
}

/** Without the links to further pages. */
export function asLastPage(bundle: Bundle): Bundle {
  return { ...bundle, link: (bundle.link ?? []).filter(({ relation }) => relation !== 'next') };
}

export function withEntries(bundle: Bundle, change: (entries: readonly Entry[]) => readonly Entry[]): Bundle {
  return { ...bundle, entry: change(bundle.entry ?? []) };
}

/** Nothing at all is said. */
export const silence: Misdeed = () => undefined;

/** The head comes, and then nothing. */
export const stalledBody: Misdeed = (response) => {
  response.writeHead(200, { 'content-type': 'application/fhir+json' });
  response.write('{"resourceType":');
};

/** A byte now and then, without an end. */
export const drip: Misdeed = (response) => {
  response.writeHead(200, { 'content-type': 'application/fhir+json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => {
    clearInterval(timer);
  });
};

export const reset: Misdeed = (response) => {
  response.socket?.resetAndDestroy();
};

/** Less than the head promises. */
export function cutOff({ status, headers, body }: Reply): Misdeed {
  return (response) => {
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  };
}

/** The whole of it in small pieces, so that characters are torn. */
export function inPieces({ status, headers, body }: Reply, bytes: number): Misdeed {
  return (response) => {
    response.writeHead(status, headers);
    const all = Buffer.from(body);
    const writeFrom = (at: number): void => {
      if (at >= all.length) response.end();
      else
        response.write(all.subarray(at, at + bytes), () => {
          setImmediate(writeFrom, at + bytes);
        });
    };
    writeFrom(0);
  };
}
