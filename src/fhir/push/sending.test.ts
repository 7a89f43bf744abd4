import { describe, expect, test } from 'vitest';
import { isObject } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { parseExact } from './exact-json.ts';
import { identify, tokenOf } from './identity.ts';
import { localTarget, localTargets, withReferences } from './references.ts';
import { differences } from './stored.ts';
import { resultsOf } from './transaction.ts';

const RULE = { system: 'urn:source', own: new Map([['Organization', 'urn:npi']]) };

function exact(text: string): JsonObject {
  const value = parseExact(text);
  if (!isObject(value)) throw new TypeError('no object');
  return value;
}

describe('numbers', () => {
  test.each(['{"a":0.10}', '{"a":9007199254740993}', '{"a":[1.0,1,-0.0]}', '{"a":1e2}'])(
    '%s stays as written',
    (text) => {
      expect(JSON.stringify(parseExact(text))).toBe(text);
      expect(JSON.stringify(withReferences(exact(text), (_, reference) => reference))).toBe(text);
    },
  );
});

describe('what a resource is known by', () => {
  test('an identifier that is added, once however often', () => {
    const once = identify(
      { resourceType: 'Patient', identifier: [{ system: 'urn:mrn', value: '1' }] },
      'Patient',
      'p',
      RULE,
    );
    expect(once?.resource['identifier']).toEqual([
      { system: 'urn:mrn', value: '1' },
      { system: 'urn:source', value: 'p' },
    ]);
    expect(identify(once?.resource ?? {}, 'Patient', 'p', RULE)).toEqual(once);
    expect(once?.identity).toEqual({ system: 'urn:source', value: 'p' });
  });

  test('its own, where the rule says so and it has exactly one', () => {
    const npi = { system: 'urn:npi', value: '1' };
    expect(identify({ identifier: [npi] }, 'Organization', 'o', RULE)?.identity).toEqual(npi);
    expect(identify({ identifier: [npi, { ...npi, value: '2' }] }, 'Organization', 'o', RULE)?.identity.system).toBe(
      'urn:source',
    );
  });

  test('the only one that its type has room for', () => {
    const own = { system: 'urn:form', value: '1' };
    expect(identify({}, 'QuestionnaireResponse', 'q', RULE)?.resource['identifier']).toEqual({
      system: 'urn:source',
      value: 'q',
    });
    expect(identify({ identifier: own }, 'QuestionnaireResponse', 'q', RULE)?.identity).toEqual(own);
    expect(identify({ identifier: { value: 'without a system' } }, 'QuestionnaireResponse', 'q', RULE)).toBeNull();
    expect(identify({}, 'Provenance', 'v', RULE)).toBeNull();
  });

  test('in a search, with what has a meaning there escaped', () => {
    expect(tokenOf({ system: 'urn:a,b', value: '1|2$3\\' })).toBe('urn:a\\,b|1\\|2\\$3\\\\');
  });
});

describe('references', () => {
  test.each<[string, string | null]>([
    ['Patient/a', 'Patient/a'],
    ['Patient/a/_history/3', 'Patient/a'],
    ['Patient/a/_history', null],
    ['https://other.example.org/Patient/a', null],
    ['#a', null],
    ['urn:uuid:7f0e3c5a-0000-4000-8000-000000000000', null],
    ['Patient?identifier=a', null],
    ['Nonsense/a', null],
  ])('%s', (reference, target) => {
    expect(localTarget(reference)).toBe(target);
  });

  test('are found and replaced wherever they stand, and nothing else is', () => {
    const resource = {
      a: [{ reference: 'Patient/a', display: 'x' }],
      b: { c: { reference: '#inside' } },
      d: 'Patient/a',
    };
    expect(localTargets(resource)).toEqual(['Patient/a']);
    expect(withReferences(resource, (target, element) => ({ ...element, reference: `${target}!` }))).toEqual({
      ...resource,
      a: [{ reference: 'Patient/a!', display: 'x' }],
    });
  });
});

describe('a difference to what the server has', () => {
  const sent = { resourceType: 'Goal', subject: { reference: 'Patient/s1' }, note: [{ text: 'x' }] };
  test.each<[string, JsonObject, string[]]>([
    ['none', sent, []],
    [
      'what is the server’s',
      { ...sent, id: 's9', meta: { versionId: '3', source: '#x' }, text: { status: 'generated' } },
      [],
    ],
    ['its base before a reference', { ...sent, subject: { reference: 'https://x.example/r4/Patient/s1' } }, []],
    ['another value', { ...sent, note: [{ text: 'y' }] }, ['note']],
    ['one more element', { ...sent, startDate: '2026-01-01' }, ['startDate']],
    ['one less', { resourceType: 'Goal', subject: sent.subject }, ['note']],
  ])('%s', (_, stored, names) => {
    expect(differences(sent, stored, 'https://x.example/r4')).toEqual(names);
  });
});

describe('the answer to a Bundle', () => {
  const answer = (...responses: object[]): string =>
    JSON.stringify({ resourceType: 'Bundle', entry: responses.map((response) => ({ response })) });

  test('says what became of each entry', () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'warning', code: 'x' },
        { severity: 'error', code: 'invalid', diagnostics: 'Zephyrine' },
      ],
    };
    expect(
      resultsOf(
        answer({ status: '201 Created', location: 'https://x/r4/Patient/s1/_history/1' }, { status: '422', outcome }),
        2,
      ),
    ).toEqual([
      { status: 201, reference: 'Patient/s1', code: null },
      { status: 422, reference: null, code: 'invalid' },
    ]);
  });

  test.each([
    ['fewer entries', answer({ status: '200' })],
    ['no JSON', '<html>'],
    ['no Bundle', '{"resourceType":"OperationOutcome"}'],
  ])('is none with %s', (_, text) => {
    expect(resultsOf(text, 2)).toBeNull();
  });
});
