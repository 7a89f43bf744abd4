import { expect } from 'vitest';
import { z } from 'zod';
import { folderWith } from '../../command/folders.ts';
import { contact, lines, ndjson } from '../../command/story.ts';
import type { Contents } from '../../command/folders.ts';
import { atFirst, nextLinks, on } from '../misdeeds.ts';
import { RECORDS } from '../records.ts';
import type { Scenario, Scenarios, World } from '../scenario.ts';
import { json, outcome, refusal } from '../server/exchange.ts';
import type { Fault, Refusal, Reply } from '../server/exchange.ts';
import { identifiersOf } from '../server/store.ts';

const EMPTY = { resources: [] };
const SYSTEM = 'https://peerbridge.dev/fhir/NamingSystem/source-id';

/** Pushes the records, and further files, with further options. */
function pushed(scenario: Omit<Scenario, 'play' | 'setting'>, more: Contents = {}, ...options: string[]): Scenario {
  return { setting: EMPTY, ...scenario, play: (world) => push(world, more, options) };
}

function push(
  { at, run, server, credentials }: World,
  more: Contents = {},
  options: readonly string[] = [],
): ReturnType<World['run']> {
  const data = folderWith(at('data'), { ...ndjson(RECORDS), ...more });
  return run(['push', data, '--to', server.base, '--timeout', '3', ...credentials, ...options]);
}

/** A write of resources. */
function onWrite(fault: (entries: number, reply: Reply, body: string) => ReturnType<Fault>): Fault {
  return on('', ({ method, body }, reply) =>
    method === 'POST' ? fault(body.split('"request":').length - 1, reply, body) : undefined,
  );
}

/** A write that is not carried out. */
function noWrite(refuse: (entries: number, body: string) => Reply | undefined): Refusal {
  return ({ method, path, body }) =>
    method === 'POST' && path === '' ? refuse(body.split('"request":').length - 1, body) : undefined;
}

const statementShape = z.looseObject({ rest: z.array(z.unknown()) });

/** Another CapabilityStatement. */
function changedStatement(change: (rest: readonly unknown[]) => object): Fault {
  return (_, reply) => {
    const statement = statementShape.parse(JSON.parse(reply.body.toString()));
    return json(200, { ...statement, ...change(statement.rest) });
  };
}

/** Everything is there once, and what refers to a Patient refers to the one that is there. */
const allThereOnce: NonNullable<Scenario['verify']> = ({ server }) => {
  const there = server.store.all();
  expect(
    there
      .flatMap((one) => identifiersOf(one).map((id) => `${one.resourceType} ${id}`))
      .filter((key) => key.includes(SYSTEM))
      .sort(),
  ).toEqual(RECORDS.map(({ resourceType, id }) => `${resourceType} ${SYSTEM}|${id ?? ''}`).sort());
  const patients = new Set(server.store.all('Patient').map(({ id }) => `Patient/${id ?? ''}`));
  const subjects = JSON.stringify(server.store.all('Encounter')).match(/Patient\/[^"]+/g) ?? [];
  expect(subjects).toHaveLength(24);
  expect(subjects.filter((one) => !patients.has(one))).toEqual([]);
};

export const WRITING: Scenarios = {
  'nothing-is-wrong-with-a-push': pushed({ verify: allThereOnce }),
  'several-match': pushed({
    faults: ({ server }) => {
      for (const id of ['one', 'two'])
        server.store.put({ resourceType: 'Patient', id, identifier: [{ system: SYSTEM, value: 'ash' }] });
      return [];
    },
  }),
  'writes-conflict': pushed({ refusals: () => [noWrite(() => refusal(409, 'conflict'))] }),
  'conditions-fail': pushed({ refusals: () => [noWrite(() => refusal(412, 'conflict'))] }),
  'writes-are-too-many-for-a-while': pushed({
    refusals: () => {
      const first: { at: number | null } = { at: null };
      return [
        noWrite(() => {
          first.at ??= performance.now();
          // Longer than one request with all its attempts.
          return performance.now() - first.at < 4_000 ? refusal(429, 'throttled') : undefined;
        }),
      ];
    },
    verify: (world, ended) => {
      const sizes = world.server.asks('').map(({ body }) => body.split('"request":').length - 1);
      expect([...new Set(sizes)], 'nothing is halved').toEqual([RECORDS.length]);
      return allThereOnce(world, ended);
    },
  }),
  'writes-conflict-once': pushed({
    faults: () => [
      atFirst(
        1,
        onWrite(() => refusal(409, 'conflict')),
      ),
    ],
    verify: allThereOnce,
  }),
  'a-create-makes-two': pushed({
    faults: ({ server }) => [
      onWrite(() => {
        const [first] = server.store.all('Patient');
        if (first !== undefined) server.store.put({ ...first, id: 'twin', meta: {} });
        return undefined;
      }),
    ],
  }),
  'writes-come-one-by-one': pushed(
    {
      faults: () => {
        let underWay = 0;
        return [
          onWrite((_, reply) => (response) => {
            expect(++underWay).toBe(1);
            setTimeout(() => {
              underWay--;
              response.writeHead(reply.status, reply.headers).end(reply.body);
            }, 50);
          }),
        ];
      },
      verify: allThereOnce,
    },
    {},
    '--max-entries',
    '5',
  ),
  'one-identity-twice': pushed(
    {
      verify: ({ server }) => {
        expect(
          server.store
            .all('Organization')
            .map((one) => identifiersOf(one).length)
            .sort(),
        ).toEqual([1, 2]);
      },
    },
    {
      'Organization-2.ndjson': lines(
        ['x', 'y'].map((id) => ({
          resourceType: 'Organization',
          id,
          identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1' }],
        })),
      ),
    },
    '--match',
    'Organization=http://hl7.org/fhir/sid/us-npi',
  ),
  'one-id-with-two-contents': pushed({}, { 'Encounter-2.ndjson': lines([contact('ash-1', 'birch', '2026-03-30')]) }),
  'more-than-500-entries': pushed(
    {
      refusals: () => [noWrite((entries) => (entries > 500 ? refusal(413, 'too-costly') : undefined))],
      verify: ({ server }) => {
        expect(server.store.all('Encounter')).toHaveLength(724);
      },
    },
    {
      'Encounter-2.ndjson': lines(
        Array.from({ length: 700 }, (_, index) => contact(`more-${index}`, 'ash', '2026-03-30')),
      ),
    },
    '--max-entries',
    '500',
  ),
  'a-bundle-is-too-large': pushed({
    refusals: () => [noWrite((entries) => (entries > 7 ? refusal(413, 'too-costly') : undefined))],
    verify: allThereOnce,
  }),
  'no-answer-after-the-commit': pushed({
    faults: () => [
      atFirst(
        1,
        onWrite(() => () => undefined),
      ),
    ],
    verify: allThereOnce,
  }),
  'the-connection-breaks-after-the-commit': pushed({
    faults: () => [
      atFirst(
        2,
        onWrite(() => (response) => response.destroy()),
      ),
    ],
    verify: allThereOnce,
  }),
  'pushed-again': {
    setting: EMPTY,
    play: async (world) => {
      await push(world);
      world.server.forget();
      return await push(world);
    },
    verify: (world, ended) => {
      expect(world.server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
      return allThereOnce(world, ended);
    },
  },
  'look-ups-go-on-at-relative-links': {
    setting: { ...EMPTY, pageSize: 5 },
    faults: () => [nextLinks('Encounter', (next) => `/Encounter${next.search}`)],
    play: async (world) => {
      await push(world);
      world.server.forget();
      return await push(world);
    },
    verify: (world, ended) => {
      expect(world.server.asks('Encounter').some(({ url }) => url.searchParams.has('_page'))).toBe(true);
      expect(world.server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
      return allThereOnce(world, ended);
    },
  },
  'a-server-that-is-a-client-too': pushed({
    faults: () => [
      on(
        'metadata',
        changedStatement((rest) => ({ rest: [{ mode: 'client' }, ...rest] })),
      ),
    ],
    verify: allThereOnce,
  }),
  'a-server-of-another-release': pushed({
    faults: () => [
      on(
        'metadata',
        changedStatement(() => ({ fhirVersion: '5.0.0' })),
      ),
    ],
    verify: ({ server }) => {
      expect(server.store.all()).toEqual([]);
    },
  }),
  'a-type-that-the-server-does-not-take': pushed(
    {
      verify: ({ server }) => {
        const [warned] = server.store.matching('Encounter', new URLSearchParams({ identifier: `${SYSTEM}|warned` }));
        expect(warned?.['extension']).toEqual([
          { url: 'urn:flag', valueReference: { type: 'Flag', identifier: { system: SYSTEM, value: 'f' } } },
        ]);
      },
    },
    {
      'Flag.ndjson': lines([{ resourceType: 'Flag', id: 'f', subject: { reference: 'Patient/ash' } }]),
      'Encounter-2.ndjson': lines([
        contact('warned', 'ash', '2026-03-30', {
          extension: [{ url: 'urn:flag', valueReference: { reference: 'Flag/f' } }],
        }),
      ]),
    },
  ),
  'a-member-is-refused': pushed({
    refusals: () => [noWrite((_, body) => (body.includes('"value":"birch"') ? refusal(422, 'invalid') : undefined))],
    verify: ({ server }) => {
      expect(server.store.all('Patient')).toHaveLength(2);
      expect(server.store.all('Encounter')).toHaveLength(16);
    },
  }),
  'one-resource-is-refused': pushed({
    refusals: () => [noWrite((_, body) => (body.includes('birch-3') ? refusal(422, 'invalid') : undefined))],
    verify: ({ server }) => {
      expect(server.store.all('Encounter')).toHaveLength(23);
      expect(server.store.all('EpisodeOfCare')).toHaveLength(3);
    },
  }),
  'some-of-a-batch-are-refused': pushed(
    {
      faults: () => [
        on('metadata', (_, reply) => ({
          ...reply,
          body: reply.body.toString().replace('{"code":"transaction"},', ''),
        })),
      ],
      refusals: () => [
        noWrite((_, body) => {
          const refused = { response: { status: '422 Unprocessable Entity', outcome: outcome('invalid') } };
          return body.includes('birch-3')
            ? json(200, { resourceType: 'Bundle', type: 'batch-response', entry: [refused] })
            : undefined;
        }),
      ],
      verify: ({ server }) => {
        expect(server.store.all('Encounter')).toHaveLength(23);
      },
    },
    {},
    '--max-entries',
    '1',
  ),
  'a-dry-run': pushed(
    {
      verify: ({ server }) => {
        expect(server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
        expect(server.store.all()).toEqual([]);
      },
    },
    {},
    '--dry-run',
  ),
  'a-push-without-scope': {
    setting: { ...EMPTY, isGuarded: true },
    refusals: () => [noWrite(() => json(403, outcome('forbidden')))],
    play: (world) => push(world),
  },
};
