/** SIGKILL at a random moment of a pull or a push; run again to its end, it leaves what an undisturbed run leaves. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { start } from '../command/command.ts';
import { bytesOf, folderWith, workshop } from '../command/folders.ts';
import { contact, ndjson } from '../command/story.ts';
import { RECORDS } from '../faults/records.ts';
import type { Fault, Resource } from '../faults/server/exchange.ts';
import { FhirServer } from '../faults/server/fhir-server.ts';
import { identifiersOf } from '../faults/server/store.ts';

const KILLS = Number(process.env['KILLS'] ?? '10');
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
console.log(`seed ${SEED}; again with SEED=${SEED}`);

const at = workshop();
const MORE = Array.from({ length: 300 }, (_, index) => contact(`more-${index}`, 'birch', '2026-03-30'));
const ALL = [...RECORDS, ...MORE];
/** After each pull of these tests, so that the server tells it as a change. */
const LATER = '2100-01-01T00:00:00.000Z';
/** So that a kill falls into the talk with the server more often than into the start of the process. */
const slowly: Fault = (_, reply) => (response) => {
  setTimeout(() => response.writeHead(reply.status, reply.headers).end(reply.body), 15);
};

interface Play {
  /** What came before the run that is killed: an earlier one to its end, and what has changed on the server since. */
  readonly earlier?: (server: FhirServer, folder: string) => Promise<void>;
  readonly args: (server: FhirServer, folder: string) => readonly string[];
  /** What a run leaves, in an order of its own. */
  readonly left: (server: FhirServer, folder: string) => unknown;
  readonly resources: readonly Resource[];
}

const pullBy = (method: string): Play => ({
  args: ({ base }, folder) => [
    'pull',
    base,
    '--into',
    folder,
    '--source',
    's',
    method,
    '--page-size',
    '20',
    '--poll',
    '0.05',
    '--types',
    'Encounter,EpisodeOfCare,Organization,Patient,ServiceRequest',
  ],
  left: (_, folder) => lakeIn(folder),
  // of one version and time, whichever server has them
  resources: ALL.map((one) => ({ ...one, meta: { versionId: '1', lastUpdated: '2026-03-31T00:00:00.000Z' } })),
});

/** The lake is there before the kill, and only changes are asked for: what is lost of it would stay lost. */
const pullAgainBy = (method: string): Play => {
  const play = pullBy(method);
  return {
    ...play,
    earlier: async (server, folder) => {
      await toTheEnd(play, server, folder);
      for (const one of server.store.all('Encounter').slice(0, 5))
        server.store.put({ ...one, language: 'en', meta: { versionId: '2', lastUpdated: LATER } });
    },
  };
};
const PLAYS: Readonly<Record<string, Play>> = {
  'pull by search': pullBy('--search'),
  'pull by bulk': pullBy('--bulk'),
  'pull again by search': pullAgainBy('--search'),
  'pull again by bulk': pullAgainBy('--bulk'),
  push: {
    args: ({ base }) => ['push', at('data'), '--to', base, '--max-entries', '20'],
    left: ({ store }) => named(store.all()),
    resources: [],
  },
};

/** Files of the lake but for times; and that nothing else stays. */
function lakeIn(folder: string): unknown {
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  const files = Object.entries(bytesOf(folder, ['manifest.json', 'lake.json'])).filter(
    ([name]) => !name.endsWith('.parquet'),
  );
  const parquet = readdirSync(`${folder}/s`).filter((name) => name.endsWith('.parquet'));
  return [files.map(([name, text]) => [name, text.split('\n').sort()]), parquet.sort()];
}

/** Resources with the ids of the source in place of the server's, without versions. */
function named(all: readonly Resource[]): string[] {
  const names = new Map(all.map((one) => [`${one.resourceType}/${one.id ?? ''}`, identifiersOf(one).join()]));
  const text = (one: Resource): string =>
    JSON.stringify({ ...one, id: '', meta: {} }).replace(
      /[A-Z][A-Za-z]+\/s\d+/g,
      (reference) => names.get(reference) ?? reference,
    );
  return all.map(text).sort();
}

/** The same numbers for the same seed (mulberry32). */
function* randoms(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

async function served<T>({ resources }: Play, work: (server: FhirServer) => Promise<T>): Promise<T> {
  const server = await FhirServer.start({ resources, pageSize: 20 });
  server.faults.push(slowly);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function toTheEnd(play: Play, server: FhirServer, folder: string): Promise<void> {
  const { code, stderr } = await start(play.args(server, folder)).ended;
  expect(code, stderr).toBe(0);
}

const undisturbed = new Map<string, { left: unknown; milliseconds: number }>();

beforeAll(async () => {
  folderWith(at('data'), ndjson(ALL));
  for (const [name, play] of Object.entries(PLAYS))
    await served(play, async (server) => {
      await play.earlier?.(server, at('undisturbed'));
      const began = performance.now();
      await toTheEnd(play, server, at('undisturbed'));
      undisturbed.set(name, { left: play.left(server, at('undisturbed')), milliseconds: performance.now() - began });
      rmSync(at('undisturbed'), { recursive: true, force: true });
    });
});

const random = randoms(SEED);
const trials = Array.from({ length: KILLS }, (_, index) => {
  const names = Object.keys(PLAYS);
  return { name: names[index % names.length] ?? '', share: random.next().value, number: index + 1 };
});
const landed = { amid: 0 };

test.for(trials)('kill $number: $name, after $share of its time', async ({ name, share, number }) => {
  const [play, whole] = [PLAYS[name], undisturbed.get(name)];
  if (play === undefined || whole === undefined) throw new TypeError(`there is no play ${name}`);
  await served(play, async (server) => {
    const folder = at(`lake-${number}`);
    await play.earlier?.(server, folder);
    const running = start(play.args(server, folder));
    await Promise.race([running.ended, sleep(whole.milliseconds * share)]);
    running.kill('SIGKILL');
    const { signal } = await running.ended;
    if (signal === 'SIGKILL' && server.asked.length > 0) landed.amid++;
    if (existsSync(`${folder}/s`)) expect(readdirSync(`${folder}/s`)).toContain('manifest.json');
    await toTheEnd(play, server, folder);
    expect(play.left(server, folder)).toEqual(whole.left);
  });
});

afterAll(() => {
  console.log(`${landed.amid} of ${KILLS} kills fell amid the talk with the server`);
});
