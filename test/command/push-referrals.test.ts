/** What came of referrals goes back to the health system that referred, over real sockets, and nothing else does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FhirServer } from '../faults/server/fhir-server.ts';
import type { Resource } from '../faults/server/exchange.ts';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { folderWith, workshop } from './folders.ts';
import { CENTER, coded, contact, lines, sourceOf } from './story.ts';

const at = workshop();
const ORDERS = 'https://hospital.example/orders';
const SOURCE_ID = 'https://peerbridge.dev/fhir/NamingSystem/source-id';
/** Stands in everything that the health system isn't to see. */
const SECRET = 'Zephyrine';
/** Of 42 CFR Part 2: it must not get lost on the way. */
const LABEL = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: '42CFRPart2' };
const NPI = { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' };

const reportShape = z.object({
  referrals: z.record(z.string(), z.number()),
  types: z.array(z.looseObject({ type: z.string(), created: z.number(), updated: z.number(), unchanged: z.number() })),
  issues: z.array(z.looseObject({ severity: z.string(), message: z.string() })),
  verified: z.object({ counted: z.number() }).nullable(),
});
const taskShape = z.looseObject({
  status: z.string(),
  businessStatus: z.object({ coding: z.array(z.looseObject({ code: z.string() })), text: z.string() }),
  focus: z.object({ reference: z.string() }),
  for: z.object({ reference: z.string() }),
  lastModified: z.string(),
  output: z
    .array(
      z.object({ type: z.object({ coding: z.array(z.looseObject({ code: z.string() })) }), valueDate: z.string() }),
    )
    .default([]),
});

const servers: FhirServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(resources: readonly Resource[]): Promise<FhirServer> {
  const server = await FhirServer.start({ resources });
  servers.push(server);
  return server;
}

/** As the health system has it: ids and persons of its own. */
function order(name: string, status = 'active'): Resource {
  return {
    resourceType: 'ServiceRequest',
    id: `their-${name}`,
    meta: { security: [LABEL] },
    identifier: [{ system: ORDERS, value: name }],
    status,
    intent: 'order',
    code: coded('peer-service', 'cps'),
    subject: { reference: `Patient/their-${name}`, display: 'A name' },
    authoredOn: '2026-03-02T09:00:00-05:00',
    requester: { reference: 'Practitioner/their-doctor' },
    note: [{ text: 'of the hospital' }],
  };
}

/** As the center has it. */
function referral(name: string, more: object = {}): Resource {
  return {
    resourceType: 'ServiceRequest',
    id: `r-${name}`,
    identifier: [{ system: ORDERS, value: name }],
    status: 'active',
    intent: 'order',
    code: coded('peer-service', 'cps'),
    subject: { reference: `Patient/${name}` },
    authoredOn: '2026-03-02T09:00:00-05:00',
    reasonCode: [{ text: SECRET }],
    note: [{ text: SECRET }],
    ...more,
  };
}

function episode(name: string, more: object = {}): Resource {
  return {
    resourceType: 'EpisodeOfCare',
    id: `e-${name}`,
    status: 'active',
    type: [coded('peer-service', 'cps')],
    patient: { reference: `Patient/${name}` },
    managingOrganization: { reference: 'Organization/center' },
    period: { start: '2026-03-03' },
    referralRequest: [{ reference: `ServiceRequest/r-${name}` }],
    ...more,
  };
}

const call = (name: string, date: string): Resource =>
  contact(`call-${name}`, name, date, {
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' },
    extension: [
      {
        url: 'https://peerbridge.dev/fhir/StructureDefinition/contact-mode',
        valueCodeableConcept: coded('contact-mode', 'phone'),
      },
    ],
    reasonCode: [{ text: SECRET }],
  });

const refusal: Resource = {
  resourceType: 'Consent',
  id: 'no',
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [coded('consent-category', 'disclosure')],
  patient: { reference: 'Patient/fern' },
  dateTime: '2026-03-01',
  policyRule: { text: SECRET },
  provision: { type: 'deny' },
};

const NAMES = ['ash', 'birch', 'cedar', 'dune', 'elm', 'fern', 'gale'];
const ORDERED = NAMES.filter((name) => name !== 'gale');
const CENTERS: Resource[] = [
  { ...CENTER, identifier: [{ system: 'urn:local', value: 'c' }, NPI] },
  ...NAMES.map((name) => ({ resourceType: 'Patient', id: name, name: [{ family: SECRET }] })),
  ...NAMES.map((name) => referral(name)),
  episode('ash'),
  call('ash', '2026-03-04'),
  contact('met-ash', 'ash', '2026-03-06', { reasonCode: [{ text: SECRET }] }),
  episode('cedar', { status: 'planned', period: { start: '2026-05-01' } }),
  episode('dune'),
  call('dune', '2026-03-05'),
  episode('elm', { status: 'finished', period: { start: '2026-03-03', end: '2026-03-20' } }),
  episode('fern'),
  contact('met-fern', 'fern', '2026-03-06'),
  refusal,
];
const AS_OF = ['--as-of', '2026-03-31'];

async function push(server: FhirServer, source: string, ...options: string[]): Promise<Ended> {
  return await peerbridge(['push', source, '--to', server.base, '--referrals', '--json', ...options]);
}

function reported({ code, stdout, stderr }: Ended): z.infer<typeof reportShape> {
  expect(code, stderr).toBe(0);
  return reportShape.parse(JSON.parse(stdout));
}

/** By the end of the id of the ServiceRequest that it is about. */
function tasksOf(server: FhirServer): ReadonlyMap<string, z.infer<typeof taskShape>> {
  return new Map(
    server.store
      .all('Task')
      .map((one) => taskShape.parse(one))
      .map((task) => [task.focus.reference.replace(/^ServiceRequest\/(their|r)-/, ''), task]),
  );
}

function told(server: FhirServer): string[] {
  return [...tasksOf(server)]
    .map(
      ([
        name,
        {
          status,
          businessStatus: { text },
          lastModified,
          output,
        },
      ]) =>
        [
          name,
          status,
          text,
          lastModified,
          ...output.map(({ type, valueDate }) => `${type.coding[0]?.code ?? ''} ${valueDate}`),
        ].join(', '),
    )
    .sort();
}

const requestStatus = (server: FhirServer, name: string): unknown =>
  server.store.get(`ServiceRequest/their-${name}`)?.['status'];
const writes = (server: FhirServer): string[] =>
  server.asked.filter(({ method }) => method !== 'GET').map(({ body }) => body);
const MATCH = ['--match', `ServiceRequest=${ORDERS}`];

describe('what came of a referral', () => {
  test('is told for each that the health system has, and of nothing else', async () => {
    const server = await serve(ORDERED.map((name) => order(name)));
    const source = sourceOf(at('states'), CENTERS);
    const changes = at('changes.csv');
    const { referrals, verified } = reported(await push(server, source, ...AS_OF, ...MATCH, '--changes', changes));
    expect(told(server)).toEqual([
      'ash, completed, Met in person on 2026-03-06, 2026-03-06, first-contact 2026-03-04, met-in-person 2026-03-06',
      'birch, received, Received, 2026-03-02T09:00:00-05:00',
      'cedar, accepted, Accepted, 2026-03-02T09:00:00-05:00',
      'dune, in-progress, First contact on 2026-03-05, 2026-03-05, first-contact 2026-03-05',
      'elm, failed, Discharged on 2026-03-20, 2026-03-20, discharged 2026-03-20',
    ]);
    expect(ORDERED.map((name) => requestStatus(server, name))).toEqual(
      ORDERED.map((name) => (name === 'ash' ? 'completed' : 'active')),
    );
    expect(referrals).toEqual({
      received: 1,
      accepted: 1,
      'first-contact': 1,
      'met-in-person': 1,
      discharged: 1,
      cancelled: 0,
      notThere: 1,
      withheld: 1,
    });
    expect(verified?.counted).toBe(6);
    expect(readFileSync(changes, 'utf8').split('\n').slice(0, 3)).toEqual([
      'resource,change,server',
      'ServiceRequest/r-fern,withheld,',
      'ServiceRequest/r-gale,not-there,',
    ]);
    // persons are those of the server, and of ours nothing but states and days is sent
    expect(tasksOf(server).get('ash')).toMatchObject({
      for: { reference: 'Patient/their-ash' },
      requester: { reference: 'Practitioner/their-doctor' },
      owner: { identifier: NPI },
      identifier: [{ system: SOURCE_ID, value: 'r-ash-cps' }],
    });
    expect(server.store.get('ServiceRequest/their-ash')).toMatchObject({
      meta: { security: [LABEL] },
      note: [{ text: 'of the hospital' }],
    });
    expect(server.store.types.sort()).toEqual(['ServiceRequest', 'Task']);
    expect(writes(server)).not.toHaveLength(0);
    expect(JSON.stringify(server.asked.map(({ sent, body }) => [sent, body]))).not.toContain(SECRET);
    expect(writes(server).join('')).not.toMatch(/fern|gale/);
    expect(JSON.stringify(server.store.all('Task'))).not.toContain('A name');
  });

  test('is a Task of the profile', async () => {
    const server = await serve(ORDERED.map((name) => order(name)));
    reported(await push(server, sourceOf(at('valid'), CENTERS), ...AS_OF, ...MATCH));
    const stored = folderWith(at('stored'), { 'Task.ndjson': lines(server.store.all('Task')) });
    const { code, stdout } = await peerbridge(['validate', stored]);
    expect(code, stdout).toBe(0);
  });

  test('is told once: again, nothing is written', async () => {
    const server = await serve(ORDERED.map((name) => order(name)));
    const source = sourceOf(at('again'), CENTERS);
    const first = await push(server, source, ...AS_OF, ...MATCH);
    expect(reported(first).types.map(({ type, created, updated }) => [type, created, updated])).toEqual([
      ['ServiceRequest', 0, 1],
      ['Task', 5, 0],
    ]);
    const before = JSON.stringify(server.store.all());
    server.forget();
    // on a later day too, as no day of the clock is told
    const second = reported(await push(server, source, '--as-of', '2026-04-15', ...MATCH));
    expect(second.types.map(({ type, unchanged }) => [type, unchanged])).toEqual([
      ['ServiceRequest', 1],
      ['Task', 5],
    ]);
    expect(writes(server)).toEqual([]);
    expect(JSON.stringify(server.store.all())).toBe(before);
  });

  test('is shown by a dry run, and not written', async () => {
    const server = await serve(ORDERED.map((name) => order(name)));
    const source = sourceOf(at('dry'), CENTERS);
    const dry = reported(await push(server, source, ...AS_OF, ...MATCH, '--dry-run'));
    expect(dry.types.map(({ type, created, updated }) => [type, created, updated])).toEqual([
      ['ServiceRequest', 0, 1],
      ['Task', 5, 0],
    ]);
    expect(writes(server)).toEqual([]);
    const shown = await peerbridge([
      'push',
      source,
      '--to',
      server.base,
      '--referrals',
      '--dry-run',
      ...AS_OF,
      ...MATCH,
    ]);
    expect(shown.stdout).toMatch(/^Referrals as of 2026-03-31/);
    expect(shown.stdout).toMatch(/met in person +1\n/);
    expect(shown.stdout).toMatch(/not on the server +1\n/);
    expect(shown.stdout).toMatch(/Task +5 +5 +0 /);
  });

  test('goes on: a step more is told, and what others wrote there stays', async () => {
    const server = await serve(ORDERED.map((name) => order(name)));
    const source = sourceOf(at('on'), CENTERS);
    reported(await push(server, source, ...AS_OF, ...MATCH));
    const dune = server.store.all('Task').find((one) => JSON.stringify(one).includes('their-dune'));
    server.store.put({ ...dune, resourceType: 'Task', priority: 'urgent', meta: {} });
    sourceOf(source, [...CENTERS, contact('met-dune', 'dune', '2026-04-02')]);
    const next = reported(await push(server, source, '--as-of', '2026-04-15', ...MATCH));
    expect(next.types.map(({ type, updated }) => [type, updated])).toEqual([
      ['ServiceRequest', 1],
      ['Task', 1],
    ]);
    expect(told(server)).toContain(
      'dune, completed, Met in person on 2026-04-02, 2026-04-02, first-contact 2026-03-05, met-in-person 2026-04-02',
    );
    expect(tasksOf(server).get('dune')).toMatchObject({ priority: 'urgent' });
    expect(requestStatus(server, 'dune')).toBe('completed');
  });

  test('does not reopen or end what its sender ended', async () => {
    const server = await serve([order('ash', 'revoked')]);
    reported(await push(server, sourceOf(at('revoked'), CENTERS), ...AS_OF, ...MATCH));
    expect(requestStatus(server, 'ash')).toBe('revoked');
    expect(told(server)).toHaveLength(1);
  });

  test('goes to the referral of the same id where the lake was pulled from that server', async () => {
    const server = await serve(CENTERS.map((one) => (one.id === 'r-ash' ? { ...one, identifier: [] } : one)));
    const lake = at('lake');
    const pulled = await peerbridge(['pull', server.base, '--into', lake, '--no-parquet']);
    expect(pulled.code, pulled.stderr).toBe(0);
    const { referrals } = reported(await push(server, lake, ...AS_OF));
    expect(referrals).toMatchObject({ 'met-in-person': 1, notThere: 0, withheld: 1 });
    expect(tasksOf(server).get('ash')).toMatchObject({
      focus: { reference: 'ServiceRequest/r-ash' },
      for: { reference: 'Patient/ash' },
    });
    expect(server.store.get('ServiceRequest/r-ash')).toMatchObject({ status: 'completed', note: [{ text: SECRET }] });
    server.forget();
    reported(await push(server, lake, ...AS_OF));
    expect(writes(server)).toEqual([]);
  });

  test('goes to what push brought there', async () => {
    const server = await serve([]);
    const source = sourceOf(at('pushed'), CENTERS);
    expect((await peerbridge(['push', source, '--to', server.base])).code).toBe(0);
    const { referrals } = reported(await push(server, source, ...AS_OF));
    expect(referrals).toMatchObject({ 'met-in-person': 1, received: 2, notThere: 0, withheld: 1 });
    const subjects = server.store.all('Task').map((one) => taskShape.parse(one).for.reference.slice(8));
    expect(subjects.every((id) => server.store.get(`Patient/${id}`) !== undefined)).toBe(true);
  });
});

describe('what cannot be told', () => {
  test('is said where the server has none of the referrals: exit 3', async () => {
    const server = await serve([order('ash')]);
    const source = sourceOf(at('none'), CENTERS);
    const ended = await peerbridge(['push', source, '--to', server.base, '--referrals', ...AS_OF]);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('--match ServiceRequest=SYSTEM');
    expect(server.store.all('Task')).toEqual([]);
  });

  test('is a server with two of one identifier: exit 4, nothing written', async () => {
    const server = await serve([order('ash'), { ...order('ash'), id: 'their-twin' }]);
    const { code, stderr } = await push(server, sourceOf(at('twins'), CENTERS), ...AS_OF, ...MATCH);
    expect(code).toBe(4);
    expect(stderr).toContain('ServiceRequest/r-ash: the server has 2 resources with its identifier');
    expect(writes(server)).toEqual([]);
  });

  test('is a line that cannot be read: exit 3, the others are told', async () => {
    const server = await serve(ORDERED.map((name) => order(name)));
    const source = sourceOf(at('torn'), CENTERS);
    folderWith(source, {
      'ServiceRequest.ndjson': `${lines(NAMES.slice(0, 2).map((name) => referral(name)))}{"torn\n`,
    });
    const { code, stdout } = await push(server, source, ...AS_OF, ...MATCH);
    expect(code).toBe(3);
    expect(reportShape.parse(JSON.parse(stdout)).issues).toMatchObject([
      { severity: 'error', file: 'ServiceRequest.ndjson', line: 3 },
    ]);
    expect(told(server)).toHaveLength(2);
  });

  test('is an option that only referrals have: exit 2', async () => {
    const { code, stderr } = await peerbridge(['push', join(at('.')), '--to', 'http://127.0.0.1:9/fhir', ...AS_OF]);
    expect(code).toBe(2);
    expect(stderr).toContain('--as-of is for push --referrals');
  });
});
