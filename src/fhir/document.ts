import { isUtf8 } from 'node:buffer';
import { parseJson } from '../lake/json-text.ts';
import type { HttpAnswer } from './http.ts';
import { ServerError } from './server-error.ts';

/**
 * The JSON of an answer of status 200. Throws ServerError: `status` for another status, `untrusted` for what isn't JSON, as a
 * log-in page that a gateway puts in between.
 */
export function documentOf(answer: HttpAnswer, purpose: string): unknown {
  if (answer.status !== 200) throw statusFault(answer, purpose);
  return jsonOf(textOf(answer.bytes, purpose, answer.headers['content-type']), purpose, answer.headers['content-type']);
}

/** Text of an answer, without byte order mark. */
export function textOf(bytes: Buffer, purpose: string, contentType: string | undefined): string {
  if (bytes.length === 0) throw new ServerError('untrusted', purpose, 'the answer is empty');
  if (!isUtf8(bytes)) throw notFhir(purpose, contentType);
  const text = bytes.toString();
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

export function jsonOf(text: string, purpose: string, contentType: string | undefined): unknown {
  const json = parseJson(text);
  if (json === undefined) throw notFhir(purpose, contentType);
  return json;
}

/** What an HTTP status that isn't a success means, and what to do about it. */
export function statusFault(
  { status, retryAfter }: Pick<HttpAnswer, 'status' | 'retryAfter'>,
  purpose: string,
): ServerError {
  const asks =
    retryAfter === null ? '' : `; it asks to wait ${Math.round(retryAfter / 1000)} s, more than --timeout allows`;
  const remedy = REMEDIES[status] ?? (status >= 500 ? 'try again later' : 'check the URL and what the server supports');
  return new ServerError('status', purpose, `the server answered ${status}${asks}: ${remedy}`, status, retryAfter);
}

const REMEDIES: Readonly<Record<number, string>> = {
  400: 'it does not take this request as it is',
  401: 'give credentials (--smart, --basic-file, --token-file)',
  403: 'the credentials do not allow it: check their scopes',
  404: 'it is not there: check the URL',
  410: 'it is no longer there',
  429: 'too many requests: lower --rate or --concurrency, or raise --timeout',
};

/** What is no FHIR JSON, as a log-in page that a gateway puts in between. */
export function notFhir(purpose: string, contentType: string | undefined): ServerError {
  const isPage = /^text\/html/i.test(contentType ?? '');
  return new ServerError(
    'untrusted',
    purpose,
    isPage
      ? 'the answer is a web page, perhaps a log-in: check the URL and the credentials'
      : 'the answer is not FHIR JSON',
  );
}
