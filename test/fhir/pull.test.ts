/** Pulls from a small server over real sockets: in full, what changed, and on from wherever one was broken off. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import { bearer } from '../../src/fhir/authentication.ts';
import { FhirHttp } from '../../src/fhir/http.ts';
import type { PullOptions } from '../../src/fhir/pull/context.ts';
import { pull } from '../../src/fhir/pull/pull.ts';
import type { Pulled } from '../../src/fhir/pull/pull.ts';
import { MOST_ATTEMPTS } from '../../src/fhir/retry.ts';
import { openSource } from '../../src/lake/source.ts';
import { bytesOf, folderWith, workshop } from '../command/folders.ts';
import { startFhirServer } from './server.ts';
import type { Behaviour, FhirServer } from './server.ts';

const at = workshop();
const servers: FhirServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

let lakes = 0;
const newLake = (): string => at(`lake-${++lakes}`);
const LATER = '2030-01-01T00:00:00Z';

const patient = (id: string): string => JSON.stringify({ resourceType: 'Patient', id });
function encounter(id: string, of = 'm-1', more: object = {}): string {
  const meta = { versionId: '1', lastUpdated: '2026-01-01T00:00:00Z' };
  return JSON.stringify({ resourceType: 'Encounter', id, meta, subject: { reference: `Patient/${of}` }, ...more });
}
const changed = (id: string): string =>
  encounter(id, 'm-1', { meta: { versionId: '2', lastUpdated: LATER }, status: 'finished' });
const ENCOUNTERS = Array.from({ length: 23 }, (_, index) => encounter(`e-${index}`, index % 2 === 0 ? 'm-1' : 'm-2'));
const RECORDS = [patient('m-1'), patient('m-2'), ...ENCOUNTERS];

async function serve(behaviour: Behaviour = {}, records = RECORDS): Promise<FhirServer> {
  const server = await startFhirServer(records, behaviour);
  servers.push(server);
  return server;
}

interface Given extends Partial<PullOptions> {
  readonly isRestart?: boolean;
  /** Told of the controller before the pull begins, to interrupt it. */
  readonly hold?: (controller: AbortController) => void;
  readonly progress?: (what: string) => void;
}

/** A pull of Patients, Encounters and Organizations, five a page. */
async function pulled(server: FhirServer, lake: string, given: Given = {}): Promise<Pulled> {
  const { isRestart = false, hold, progress = () => undefined, ...more } = given;
  const controller = new AbortController();
  hold?.(controller);
  const http = new FhirHttp({
    base: new URL(server.base),
    authentication: bearer('secret-token'),
    mayBePrivate: true,
    surroundings: { now: () => Date.now(), sleep: () => Promise.resolve(), random: () => 0, unique: () => '' },
    timeout: 2_000,
    concurrency: 2,
    rate: null,
    signal: controller.signal,
  });
  const options: PullOptions = {
    types: ['Encounter', 'Organization', 'Patient'],
    method: 'search',
    group: null,
    patients: null,
    isFull: false,
    pageSize: 5,
    overlap: 300,
    aliases: [],
    concurrency: 2,
    bulk: { types: 'comma', typeFilters: [], poll: 10, wait: 10_000 },
    ...more,
  };
  try {
    return await pull({
      http,
      lake,
      source: 'server',
      options,
      isRestart,
      now: () => Date.now(),
      writeParquet: null,
      log: { line: () => undefined, progress },
      abort: (reason) => {
        controller.abort(reason);
      },
    });
  } finally {
    http.close();
  }
}

function lines(lake: string, type = 'Encounter'): string[] {
  return readFileSync(join(lake, 'server', `${type}.ndjson`), 'utf8')
    .split('\n')
    .slice(0, -1);
}

const INTERRUPTED = new EnvironmentError('interrupted');

describe('by search', () => {
  test('everything comes, byte for byte, and nothing else stays', async () => {
    const [server, lake] = [await serve(), newLake()];
    const { manifest, isPartial } = await pulled(server, lake);
    expect([isPartial, lines(lake), lines(lake, 'Patient')]).toEqual([false, ENCOUNTERS, RECORDS.slice(0, 2)]);
    expect(manifest.types['Encounter']).toMatchObject({
      isComplete: true,
      watermark: manifest.pulledAt,
      resources: 23,
    });
    expect(readdirSync(lake).sort()).toEqual(['lake.json', 'server']);
  });

  test('a type that the server does not list is named, and not complete', async () => {
    const [server, lake] = [await serve(), newLake()];
    const { manifest, isPartial } = await pulled(server, lake);
    expect(manifest.types['Organization']).toMatchObject({ isListed: false, isComplete: false, watermark: null });
    expect(isPartial).toBe(false);
    const source = await openSource(lake, at());
    expect([[...source.complete], [...source.files.keys()]]).toEqual([
      ['Encounter', 'Patient'],
      ['Encounter', 'Patient'],
    ]);
  });

  test('the second pull asks for what changed alone', async () => {
    const [server, lake] = [await serve(), newLake()];
    await pulled(server, lake);
    server.requests.length = 0;
    server.put(changed('e-3'));
    server.put(encounter('new', 'm-1', { meta: { lastUpdated: LATER } }));
    const { manifest } = await pulled(server, lake);
    expect(manifest.last['Encounter']).toMatchObject({ received: 2, added: 1, changed: 1 });
    expect(lines(lake)).toHaveLength(24);
    expect(lines(lake)).toContain(changed('e-3'));
    expect(server.requests.filter((path) => path.includes('Encounter?'))).toHaveLength(2);
  });

  test('a second pull of the same changes no byte but the manifest', async () => {
    const [server, lake] = [await serve(), newLake()];
    await pulled(server, lake);
    const before = bytesOf(lake, ['manifest.json']);
    const { manifest } = await pulled(server, lake);
    expect(bytesOf(lake, ['manifest.json'])).toEqual(before);
    expect(manifest.last['Encounter']).toMatchObject({ received: 0, added: 0 });
  });

  test('what was deleted shows in the count, and is read anew', async () => {
    const [server, lake] = [await serve(), newLake()];
    await pulled(server, lake);
    server.remove('Encounter', 'e-5');
    const { manifest, isPartial } = await pulled(server, lake);
    expect([manifest.last['Encounter']?.deleted, lines(lake).length, isPartial]).toEqual([1, 22, false]);
  });

  test('a server without _lastUpdated is read in full each time', async () => {
    const [server, lake] = [await serve({ knowsLastUpdated: false }), newLake()];
    await pulled(server, lake);
    server.remove('Encounter', 'e-5');
    server.put(changed('e-3'));
    const { manifest } = await pulled(server, lake);
    expect(manifest.last['Encounter']).toEqual({
      received: 22,
      added: 0,
      changed: 1,
      unchanged: 21,
      deleted: 1,
      quarantined: 0,
    });
  });

  test('a type that fails keeps what it had, and its watermark', async () => {
    const fails = { now: false };
    const before: Behaviour['before'] = (_, response, url) => {
      if (!fails.now || !url.pathname.endsWith('/Encounter')) return false;
      response.writeHead(500).end();
      return true;
    };
    const [server, lake] = [await serve({ before }), newLake()];
    const first = await pulled(server, lake);
    fails.now = true;
    const { manifest, isPartial } = await pulled(server, lake);
    expect([isPartial, lines(lake)]).toEqual([true, ENCOUNTERS]);
    const watermark = first.manifest.types['Encounter']?.watermark;
    expect(manifest.types['Encounter']).toMatchObject({ isComplete: false, watermark });
    expect(manifest.types['Encounter']?.why).toContain('500');
    expect(manifest.types['Patient']?.isComplete).toBe(true);
  });

  test('patient by patient, where the server refuses all at once, or the user names them', async () => {
    const before: Behaviour['before'] = (_, response, url) => {
      if (!url.pathname.endsWith('/Encounter') || url.searchParams.has('patient')) return false;
      response.writeHead(400).end('{"resourceType":"OperationOutcome"}');
      return true;
    };
    const [server, lake, other] = [await serve({ before }), newLake(), newLake()];
    const { isPartial } = await pulled(server, lake);
    expect([isPartial, lines(lake).sort()]).toEqual([false, [...ENCOUNTERS].sort()]);
    await pulled(server, other, { patients: ['m-2'] });
    expect(lines(other)).toEqual(ENCOUNTERS.filter((line) => line.includes('m-2')));
    expect(lines(other, 'Patient')).toEqual([patient('m-2')]);
  });

  test('a line that is no resource is quarantined, for its subject', async () => {
    const bad = encounter('bad_id', 'm-2');
    const [server, lake] = [await serve({}, [...RECORDS, bad]), newLake()];
    const { manifest, isPartial } = await pulled(server, lake);
    expect([isPartial, lines(lake)]).toEqual([true, ENCOUNTERS]);
    expect(manifest.types['Encounter']).toMatchObject({ gaps: [{ subject: 'Patient/m-2' }], watermark: null });
    expect(readFileSync(join(lake, 'server', 'issues.csv'), 'utf8')).toContain('no FHIR id');
  });
});

describe('a pull that was broken off', () => {
  /** Interrupts at the n-th request for what `path` matches. */
  async function interruptedAt(
    path: RegExp,
    number: number,
    given: Given,
  ): Promise<{ server: FhirServer; lake: string }> {
    const held: { controller: AbortController | null; left: number } = { controller: null, left: number };
    const before: Behaviour['before'] = (request) => {
      if (held.controller === null || !path.test(request.url ?? '') || --held.left > 0) return false;
      held.controller.abort(INTERRUPTED);
      return true;
    };
    const [server, lake] = [await serve({ before, offersExport: true }), newLake()];
    const hold = (controller: AbortController): void => {
      held.controller = controller;
    };
    await expect(pulled(server, lake, { ...given, hold })).rejects.toBe(INTERRUPTED);
    held.controller = null;
    return { server, lake };
  }

  test.each([
    ['at a page', /Encounter\?.*_offset=10/, 'search'],
    ['at a count', /Encounter\?_summary/, 'search'],
    ['while the export runs', /status/, 'bulk'],
    ['at a file', /file\/Encounter/, 'bulk'],
  ] as const)('%s, goes on to the same end', async (_, path, method) => {
    const { server, lake } = await interruptedAt(path, 1, { method });
    expect(readdirSync(lake).sort()).toEqual(['.server.pull', 'lake.json']);
    server.requests.length = 0;
    await pulled(server, lake, { method });
    expect([lines(lake).sort(), readdirSync(lake).sort()]).toEqual([[...ENCOUNTERS].sort(), ['lake.json', 'server']]);
    expect(server.requests.filter((request) => request.includes('$export'))).toEqual([]);
    if (path.source.includes('_offset'))
      expect(server.requests.find((request) => request.includes('Encounter?'))).toContain('_offset=');
  });

  test('goes on only with the same arguments, unless it is forgotten', async () => {
    const { server, lake } = await interruptedAt(/_offset=10/, 1, {});
    await expect(pulled(server, lake, { pageSize: 7 })).rejects.toThrow('--restart');
    await pulled(server, lake, { pageSize: 7, isRestart: true });
    expect(lines(lake)).toHaveLength(23);
  });

  test.each([
    [
      'was moved away by a kill amid the swap',
      (lake: string) => {
        renameSync(join(lake, 'server'), join(lake, '.server.999999-1.previous'));
      },
    ],
    [
      'is gone',
      (lake: string) => {
        rmSync(join(lake, 'server'), { recursive: true });
      },
    ],
  ])('loses nothing where the lake that it would add to %s', async (_, happens) => {
    const [server, lake] = [await serve(), newLake()];
    await pulled(server, lake);
    server.put(changed('e-3'));
    const isWriting = (what: string): void => {
      if (what.startsWith('writing')) throw INTERRUPTED;
    };
    await expect(pulled(server, lake, { progress: isWriting })).rejects.toBe(INTERRUPTED);
    happens(lake);
    const { manifest } = await pulled(server, lake);
    const expected = ENCOUNTERS.map((line) => (line === encounter('e-3', 'm-2') ? changed('e-3') : line));
    expect([lines(lake).sort(), manifest.types['Encounter']?.resources]).toEqual([expected.sort(), 23]);
    expect(readdirSync(lake).sort()).toEqual(['lake.json', 'server']);
  });

  test('is not complete in a type that the server lists no longer', async () => {
    const [types, held] = [['Encounter', 'Patient'], { controller: new AbortController(), isDue: true }];
    const before: Behaviour['before'] = (request) => {
      if (!held.isDue || request.url?.includes('_offset=10') !== true) return false;
      held.controller.abort(INTERRUPTED);
      return true;
    };
    const [server, lake] = [await serve({ before, types }), newLake()];
    const hold = (controller: AbortController): void => {
      held.controller = controller;
    };
    await expect(pulled(server, lake, { hold })).rejects.toBe(INTERRUPTED);
    held.isDue = false;
    types.shift();
    const { manifest } = await pulled(server, lake);
    expect(manifest.types['Encounter']).toMatchObject({ isListed: false, isComplete: false, watermark: null });
    expect(manifest.types['Encounter']?.why).toContain('no longer lists');
    expect(manifest.types['Patient']?.isComplete).toBe(true);
  });

  test('is not taken up where what it left is damaged', async () => {
    const { server, lake } = await interruptedAt(/_offset=10/, 1, {});
    writeFileSync(join(lake, '.server.pull', 'pull.json'), '{');
    await expect(pulled(server, lake)).rejects.toThrow('damaged');
  });
});

test('a lake is opened alone, however often it is named; beside other paths it is refused', async () => {
  const [server, lake] = [await serve(), newLake()];
  await pulled(server, lake);
  const source = await openSource([lake, `${lake}/`], at());
  expect([source.files.get('Encounter')?.length, source.complete.has('Organization')]).toEqual([1, false]);
  const other = folderWith(at('beside'), { 'Goal.ndjson': '' });
  for (const path of [lake, join(lake, 'server')])
    await expect(openSource([other, path], at())).rejects.toThrow(/lake, and a world of its own/);
});

test('what no pull left in the lake is not replaced', async () => {
  const [server, lake] = [await serve(), newLake()];
  const files = { 'manifest.json': '{"of":"a check"}', 'case-rate.csv': 'earlier' };
  folderWith(join(lake, 'server'), files);
  await expect(pulled(server, lake)).rejects.toThrow(UsageError);
  expect(bytesOf(join(lake, 'server'))).toEqual(files);
});

test('of two pulls at once one goes on', async () => {
  const [server, lake] = [await serve(), newLake()];
  const ended = await Promise.allSettled([pulled(server, lake), pulled(server, lake)]);
  const refused = ended.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(1);
  expect(lines(lake)).toEqual(ENCOUNTERS);
});

describe('by Bulk Data', () => {
  test('everything comes, then what changed, and the export is ended', async () => {
    const [server, lake] = [await serve({ offersExport: true }), newLake()];
    const { manifest } = await pulled(server, lake, { method: null });
    expect([manifest.method, lines(lake)]).toEqual(['bulk', ENCOUNTERS]);
    expect(manifest.types['Patient']).toMatchObject({ isComplete: true, watermark: manifest.pulledAt });
    server.put(changed('e-3'));
    await pulled(server, lake, { method: null });
    expect(lines(lake)).toContain(changed('e-3'));
    expect(server.requests.filter((request) => request.includes('$export'))).toHaveLength(2);
  });

  test('a file that breaks off is gone on with from its last whole line', async () => {
    const ranges: (string | undefined)[] = [];
    const text = ENCOUNTERS.map((line) => `${line}\n`).join('');
    const before: Behaviour['before'] = (request, response, url) => {
      if (!url.pathname.endsWith('/file/Encounter')) return false;
      ranges.push(request.headers.range);
      const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      const status = from === 0 ? 200 : 206;
      const range = `bytes ${from}-${text.length - 1}/${text.length}`;
      response.writeHead(status, { 'content-length': text.length - from, 'content-range': range });
      if (ranges.length < 3) response.write(text.slice(from, from + 700), () => response.destroy());
      else response.end(text.slice(from));
      return true;
    };
    const [server, lake] = [await serve({ before, offersExport: true }), newLake()];
    const { isPartial } = await pulled(server, lake, { method: 'bulk' });
    expect([isPartial, lines(lake)]).toEqual([false, ENCOUNTERS]);
    const first = ENCOUNTERS.join('\n').slice(0, 700).lastIndexOf('\n') + 1;
    expect(ranges.slice(0, 2)).toEqual([undefined, `bytes=${first}-`]);
  });

  /** A server that answers each look at the export by the next of these statuses, and then as it should; and what was deleted there. */
  async function looksAnsweredBy(statuses: number[]): Promise<{ server: FhirServer; ended: string[] }> {
    const ended: string[] = [];
    const before: Behaviour['before'] = (request, response, url) => {
      if (request.method === 'DELETE') ended.push(url.pathname);
      if (request.method !== 'GET' || !url.pathname.endsWith('/status')) return false;
      const status = statuses.shift();
      if (status === undefined) return false;
      response.writeHead(status).end();
      return true;
    };
    return { server: await serve({ before, offersExport: true }), ended };
  }
  const kickOffs = ({ requests }: FhirServer): number => requests.filter((path) => path.includes('$export')).length;
  /** So often one request is repeated before its answer is taken as it is. */
  const once = (status: number): number[] => Array.from({ length: MOST_ATTEMPTS }, () => status);

  test('a gateway that fails between two looks does not end the export, however often', async () => {
    const looks = Array.from({ length: 12 }, () => [...once(502), 202]).flat();
    const [{ server, ended }, lake] = [await looksAnsweredBy(looks), newLake()];
    expect((await pulled(server, lake, { method: 'bulk' })).isPartial).toBe(false);
    expect([lines(lake), kickOffs(server), ended]).toEqual([ENCOUNTERS, 1, ['/fhir/status']]);
  });

  test('an export is gone on with where the server was away for too long', async () => {
    const looks = Array.from({ length: 11 }, () => once(503)).flat();
    const [{ server, ended }, lake] = [await looksAnsweredBy(looks), newLake()];
    await expect(pulled(server, lake, { method: 'bulk' })).rejects.toThrow('503');
    expect(ended).toEqual([]);
    await pulled(server, lake, { method: 'bulk' });
    expect([lines(lake), kickOffs(server)]).toEqual([ENCOUNTERS, 1]);
  });

  test('an export that is given up is ended on the server', async () => {
    const [{ server, ended }, lake] = [await looksAnsweredBy([404]), newLake()];
    await expect(pulled(server, lake, { method: 'bulk' })).rejects.toThrow('404');
    expect(ended).toEqual(['/fhir/status']);
  });

  test('it is ended even where a file that is not to be trusted ended all that was under way', async () => {
    const ended: string[] = [];
    const before: Behaviour['before'] = (request, response, url) => {
      if (request.method === 'DELETE') ended.push(url.pathname);
      if (!url.pathname.endsWith('/file/Encounter')) return false;
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
      return true;
    };
    const [server, lake] = [await serve({ before, offersExport: true }), newLake()];
    await expect(pulled(server, lake, { method: 'bulk' })).rejects.toThrow('web page');
    expect(ended).toEqual(['/fhir/status']);
  });

  test('the export of a pull that is forgotten is ended, but for one of another server', async () => {
    const looks = (): number[] => Array.from({ length: 11 }, () => once(503)).flat();
    const [{ server, ended }, other, lake] = [await looksAnsweredBy(looks()), await looksAnsweredBy([]), newLake()];
    await expect(pulled(server, lake, { method: 'bulk' })).rejects.toThrow('503');
    await pulled(other.server, lake, { method: 'search', isRestart: true });
    expect([ended, other.ended]).toEqual([[], []]);
    const [again, second] = [await looksAnsweredBy(looks()), newLake()];
    await expect(pulled(again.server, second, { method: 'bulk' })).rejects.toThrow('503');
    await pulled(again.server, second, { method: 'search', isRestart: true });
    expect([again.ended, kickOffs(again.server)]).toEqual([['/fhir/status'], 1]);
  });
});
