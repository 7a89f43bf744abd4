/** The demo server, as a user starts it: what goes through it comes out as it was. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge, start } from './command.ts';
import type { Running } from './command.ts';
import { folderWith, workshop } from './folders.ts';
import { CENTER, contact, lines, member, sourceOf } from './story.ts';
import { rowsOf } from './tables.ts';

const at = workshop();
const STORY = join(import.meta.dirname, '../../examples/small-center/fhir');
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31', '--format', 'csv', '--no-readings'];

const bundleShape = z.object({
  total: z.number(),
  link: z.array(z.object({ relation: z.string(), url: z.string() })),
  entry: z.array(z.object({ fullUrl: z.string(), resource: z.looseObject({ id: z.string() }) })).default([]),
});
const capabilityShape = z.object({
  rest: z.array(z.object({ resource: z.array(z.object({ type: z.string() })) })),
});
const pushedShape = z.object({
  types: z.array(z.object({ created: z.number(), updated: z.number(), unchanged: z.number(), failed: z.number() })),
});

const running: Running[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill('SIGTERM');
    await server.ended;
  }
});

/** Starts it; gives its base. */
async function serve(...source: string[]): Promise<string> {
  const port = await freePort();
  const server = start(['serve', '--demo', ...source, '--port', String(port)]);
  running.push(server);
  const base = `http://127.0.0.1:${port}/fhir`;
  await server.said(`${base} serves`);
  return base;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new TypeError('no port');
  return address.port;
}

async function succeed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await peerbridge(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function search(base: string, query: string): Promise<z.infer<typeof bundleShape>> {
  const response = await fetch(`${base}/${query}`);
  expect(response.status).toBe(200);
  return bundleShape.parse(await response.json());
}

function rowsIn(folder: string, file: string): Record<string, string>[] {
  return rowsOf(readFileSync(at(folder, file), 'utf8'));
}

describe('the story of a small center, served', () => {
  test('is judged as over the files, row by row: by check of the server, and by pull and check of the lake', async () => {
    const base = await serve();
    const served = capabilityShape.parse(await (await fetch(`${base}/metadata`)).json());
    // what a folder has no file of may be anywhere; a server that lists the type and has none has none
    const types = served.rest.flatMap(({ resource }) => resource.map(({ type }) => type));
    await succeed('check', STORY, ...MARCH, '--complete', types.join(','), '--out', at('files'));
    await succeed('check', base, ...MARCH, '--out', at('server'));
    await succeed('pull', base, '--into', at('lake'), '--no-parquet');
    await succeed('check', at('lake'), ...MARCH, '--out', at('pulled'));
    for (const file of ['case-rate.csv', 'findings.csv']) {
      const expected = rowsIn('files', file);
      expect(expected.length).toBeGreaterThan(30);
      expect(rowsIn('server', file)).toEqual(expected);
      expect(rowsIn('pulled', file)).toEqual(expected);
    }
  }, 180_000);

  test('is there in pages, each resource once', async () => {
    const base = await serve();
    const ids: string[] = [];
    for (let query: string | undefined = 'Encounter?_count=40'; query !== undefined;) {
      const page: z.infer<typeof bundleShape> = await search(base, query);
      ids.push(...page.entry.map(({ resource }) => resource.id));
      expect(page.total).toBe(156);
      query = page.link.find(({ relation }) => relation === 'next')?.url.slice(base.length + 1);
    }
    expect(new Set(ids).size).toBe(156);
    expect(ids).toHaveLength(156);
  });

  test('is searched by what R4 says of a type, and by nothing that it does not know', async () => {
    const base = await serve();
    const wrens = await search(base, 'Encounter?patient=Patient/wren&_count=500');
    expect(wrens.total).toBeGreaterThan(0);
    expect(wrens.entry.every(({ resource }) => resource.id.startsWith('wren'))).toBe(true);
    const counted = await search(base, 'Encounter?patient=Patient/wren&_summary=count');
    expect(counted).toEqual({ total: wrens.total, link: counted.link, entry: [] });
    const refused = await fetch(`${base}/Encounter?made-up=x`);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('Encounter has no search parameter made-up');
  });
});

describe('what is pushed', () => {
  test('is there once, however often', async () => {
    // a profile that is claimed is part of it
    const center = {
      ...CENTER,
      meta: { profile: ['https://peerbridge.dev/fhir/StructureDefinition/peer-organization'] },
    };
    const source = sourceOf(at('center'), [center, ...member('ash', ['2026-03-04'])]);
    const base = await serve(folderWith(at('empty'), { 'Patient.ndjson': '' }));
    const total = async (): Promise<Record<string, number>> => {
      const { types } = pushedShape.parse(JSON.parse(await succeed('push', source, '--to', base, '--json')));
      const sum = (what: 'created' | 'updated' | 'unchanged' | 'failed'): number =>
        types.reduce((all, counts) => all + counts[what], 0);
      return { created: sum('created'), updated: sum('updated'), unchanged: sum('unchanged'), failed: sum('failed') };
    };
    expect(await total()).toEqual({ created: 6, updated: 0, unchanged: 0, failed: 0 });
    expect(await total()).toEqual({ created: 0, updated: 0, unchanged: 6, failed: 0 });
    sourceOf(source, [center, ...member('ash', ['2026-03-05'])]);
    expect(await total()).toEqual({ created: 0, updated: 1, unchanged: 5, failed: 0 });
    expect((await search(base, 'Encounter?_count=10')).total).toBe(2);
  });

  test('is refused in a version that is no longer, and as a transaction', async () => {
    const source = sourceOf(at('versions'), [CENTER, contact('c', 'ash', '2026-03-04')]);
    const base = await serve(source);
    const send = async (type: string): Promise<unknown> => {
      const request = { method: 'PUT', url: 'Encounter/c', ifMatch: 'W/"old"' };
      const entry = [{ resource: contact('c', 'ash', '2026-03-05'), request }];
      const body = JSON.stringify({ resourceType: 'Bundle', type, entry });
      const response = await fetch(base, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body,
      });
      return await response.json();
    };
    expect(await send('batch')).toMatchObject({ entry: [{ response: { status: '412' } }] });
    expect(await send('transaction')).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(JSON.stringify(await (await fetch(`${base}/Encounter/c`)).json())).toContain('2026-03-04');
  });
});

describe('it', () => {
  test('serves what can be read, and names what cannot', async () => {
    const source = folderWith(at('torn'), {
      'Patient.ndjson': `${lines([{ resourceType: 'Patient', id: 'ash' }])}{"torn\n`,
    });
    const base = await serve(source);
    expect((await search(base, 'Patient')).total).toBe(1);
    running[0]?.kill('SIGINT');
    const ended = await running.splice(0)[0]?.ended;
    expect(ended?.stderr).toContain('not served: Patient.ndjson:2');
    expect(ended?.code).toBe(0);
  });

  test('says what is wrong with a port, or with how it was asked for', async () => {
    const base = await serve();
    const taken = await peerbridge(['serve', '--demo', '--port', new URL(base).port]);
    expect([taken.code, taken.stderr]).toEqual([4, expect.stringContaining('name another with --port')]);
    expect((await peerbridge(['serve'])).code).toBe(2);
    expect((await peerbridge(['serve', '--demo', '--port', '70000'])).code).toBe(2);
  });
});
