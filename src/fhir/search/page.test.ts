import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../lake/json-text.ts';
import type { HttpAnswer } from '../http.ts';
import { baseOf } from '../connect.ts';
import { ServerError } from '../server-error.ts';
import { targetOf } from './link.ts';
import { readPage } from './page.ts';

function answer(body: string, status = 200): HttpAnswer {
  const headers = { 'content-type': 'application/fhir+json' };
  return { status, headers, url: new URL('https://x.example/fhir'), bytes: Buffer.from(body), retryAfter: null };
}

function lines(body: string): string[] {
  return readPage(answer(body), 'Encounter').entries.map(({ line }) => line.toString());
}

const entry = (resource: string, before = ''): string => `{${before}"resource":${resource},"search":{"mode":"match"}}`;
const bundle = (...entries: string[]): string =>
  `{"resourceType":"Bundle","type":"searchset","entry":[${entries.join(',')}]}`;

describe('resources of a page', () => {
  test('are kept byte for byte', () => {
    const odd =
      '{"resourceType":"Encounter","id":"a","x":0.10,"y":"\\"resource\\":{","z":[{}, []],"big":9007199254740993}';
    expect(lines(bundle(entry(odd), entry('{"resourceType":"Encounter","id":"é"}', '"fullUrl":"\\\\",')))).toEqual([
      odd,
      '{"resourceType":"Encounter","id":"é"}',
    ]);
  });

  test('come into one line', () => {
    expect(
      lines(JSON.stringify(JSON.parse(bundle(entry('{"resourceType":"Encounter","id":"a"}'))), null, 2)),
    ).toHaveLength(1);
    expect(lines(bundle(entry('{"resourceType":\n"Encounter"}')))).toEqual(['{"resourceType": "Encounter"}']);
  });

  test('are none where an entry has none, or speaks of the search', () => {
    const outcome = '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"x"}]}';
    const page = readPage(answer(bundle('{"fullUrl":"x"}', entry(outcome))), 'Encounter');
    expect([page.entries, page.hasError]).toEqual([[], true]);
  });

  test('an empty page is a page', () => {
    expect(lines('{"resourceType":"Bundle","type":"searchset","total":0}')).toEqual([]);
  });
});

test.each([
  ['an OperationOutcome', '{"resourceType":"OperationOutcome","issue":[]}'],
  ['a list', '[]'],
  ['nothing', ''],
  ['a log-in page', '<html></html>'],
  ['a page cut off', '{"resourceType":"Bundle","entry":['],
  ['deep nesting', bundle(entry(`{"resourceType":"Encounter","x":${'['.repeat(200)}${']'.repeat(200)}}`))],
])('%s is no page', (_, body) => {
  expect(() => readPage(answer(body), 'Encounter')).toThrow(ServerError);
});

test('however a page is mutated, it is read as JSON says it, or refused', () => {
  const page = bundle(
    entry('{"resourceType":"Encounter","id":"a"}'),
    entry('{"resourceType":"Encounter","id":"b","x":[1]}'),
  );
  const mutation = fc.tuple(
    fc.nat(page.length),
    fc.nat(4),
    fc.constantFrom('', '"', '{', '}', ',', ':', '[', ']', '\\', '0', ' ', '\n'),
  );
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const text = mutations.reduce(
        (was, [from, length, put]) => was.slice(0, from) + put + was.slice(from + length),
        page,
      );
      let read: string[];
      try {
        read = lines(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ServerError);
        return;
      }
      // Of a broken resource the line is given, to be quarantined; the page around it must be whole.
      if (read.some((line) => parseJson(line) === undefined)) return;
      const parsed: unknown = JSON.parse(text);
      const entries = Object.entries(parsed ?? {}).find(([key]) => key === 'entry')?.[1] as
        { resource?: unknown }[] | null;
      const expected = (entries ?? []).flatMap(({ resource }) => (resource == null ? [] : [resource]));
      expect(read.map((line): unknown => JSON.parse(line))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

describe('the link to the next page', () => {
  const base = new URL('https://x.example/fhir/r4');
  const page = new URL('https://x.example/fhir/r4/Encounter?_count=5');
  const to = (link: string, aliases: string[] = []): string => {
    const { url, path } = targetOf(link, page, base, aliases, 'Encounter');
    expect(url.origin).toBe('https://x.example');
    return path;
  };

  test.each([
    ['absolute', 'https://x.example/fhir/r4/Encounter?page=2', '/fhir/r4/Encounter?page=2'],
    ['as it is written', 'https://x.example/fhir/r4?_getpages=a%2fb|c', '/fhir/r4?_getpages=a%2fb|c'],
    ['relative to the host', '/fhir/r4/Encounter?page=2', '/fhir/r4/Encounter?page=2'],
    ['relative to the base', 'Encounter?page=2', '/fhir/r4/Encounter?page=2'],
    ['relative to the base, with a slash', '/Encounter?page=2', '/fhir/r4/Encounter?page=2'],
    ['a query of the base', '?_getpages=abc', '/fhir/r4?_getpages=abc'],
    ['a query of the page', '?page=2', '/fhir/r4/Encounter?page=2'],
    ['with the port of the scheme', 'https://x.example:443/fhir/r4/Encounter?page=2', '/fhir/r4/Encounter?page=2'],
  ])('%s', (_, link, path) => {
    expect(to(link)).toBe(path);
  });

  test.each([
    ['another host', 'https://y.example/fhir/r4/Encounter'],
    ['another scheme', 'http://x.example/fhir/r4/Encounter'],
    ['another port', 'https://x.example:8443/fhir/r4/Encounter'],
    ['a host by two slashes', '//y.example/fhir/r4'],
    ['a port that stands twice', 'https://x.example:443:443/fhir/r4/Encounter'],
    ['credentials', 'https://a:b@x.example/fhir/r4'],
    ['no web address', 'javascript:alert(1)'],
  ])('is refused: %s', (_, link) => {
    expect(() => to(link)).toThrow(ServerError);
  });

  test('may stand for the server by another name', () => {
    expect(to('http://inside:8080/fhir/r4/Encounter?page=2', ['http://inside:8080'])).toBe('/fhir/r4/Encounter?page=2');
    expect(to('http://inside/api/Encounter?page=2', ['http://inside/api'])).toBe('/fhir/r4/Encounter?page=2');
    expect(to('https://x:443:443/fhir/r4/Encounter', ['https://x:443:443'])).toBe('/fhir/r4/Encounter');
    expect(() => to('http://inside.evil/Encounter', ['http://inside'])).toThrow(ServerError);
  });

  test.each([
    ['absolute', 'https://x.example/Encounter?page=2', '/Encounter?page=2'],
    ['relative to the host or the base', '/Encounter?page=2', '/Encounter?page=2'],
    ['relative to the base', 'Encounter?page=2', '/Encounter?page=2'],
    ['a query of the base', '?_getpages=abc', '/?_getpages=abc'],
    ['by another name', 'http://inside/api/Encounter?page=2', '/Encounter?page=2'],
    ['the base by another name', 'http://inside/api?_getpages=abc', '/?_getpages=abc'],
  ])('of a server at the root of its host: %s', (_, link, path) => {
    const root = baseOf('https://x.example', false);
    const found = targetOf(link, new URL('https://x.example/Encounter'), root, ['http://inside/api'], 'Encounter');
    expect([found.url.origin, found.path]).toEqual(['https://x.example', path]);
  });
});
