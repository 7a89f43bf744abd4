/** Against HAPI FHIR: the generator's provider goes there by push and comes back by search and by export, and is judged the same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge } from '../command/command.ts';
import type { Ended } from '../command/command.ts';
import { workshop } from '../command/folders.ts';
import { linesOf, sourcesIn } from '../faults/lake.ts';
import { clientKey, guard } from './authorization.ts';
import type { ClientKey } from './authorization.ts';
import { installHapi, startHapi } from './hapi.ts';
import type { RunningServer } from './hapi.ts';

const at = workshop();
const PERIOD = ['--from', '2026-01-01', '--to', '2026-03-31'];
const SYSTEM = 'https://peerbridge.dev/fhir/NamingSystem/source-id';

const rows = z.array(z.record(z.string(), z.string()));
const pushedShape = z.object({
  types: z.array(
    z.object({
      type: z.string(),
      read: z.number(),
      created: z.number(),
      updated: z.number(),
      unchanged: z.number(),
      failed: z.number(),
    }),
  ),
  verified: z.object({ counted: z.number(), sampled: z.number() }).nullable(),
});
const identified = z.looseObject({
  id: z.string(),
  identifier: z.union([
    z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })),
    z.looseObject({ system: z.string().optional(), value: z.string().optional() }),
  ]),
});

let hapi: RunningServer;

async function succeed(...args: string[]): Promise<Ended> {
  const ended = await peerbridge(args);
  expect(ended.code, ended.stderr).toBe(0);
  return ended;
}

async function push(folder: string, ...options: string[]): Promise<z.infer<typeof pushedShape>> {
  const { stdout } = await succeed('push', folder, '--to', hapi.base, '--json', ...options);
  return pushedShape.parse(JSON.parse(stdout));
}

function total(pushed: z.infer<typeof pushedShape>, what: 'read' | 'created' | 'updated' | 'unchanged'): number {
  return pushed.types.reduce((sum, counts) => sum + counts[what], 0);
}

/** Rows of the case rate, with every id of the server translated to that of the source, in an order of their own. */
async function judged(
  source: string,
  name: string,
  translated: (text: string) => string = (text) => text,
): Promise<string[]> {
  await succeed('check', source, ...PERIOD, '--format', 'csv', '--out', at(name));
  return rows
    .parse(parse(readFileSync(at(name, 'case-rate.csv')), { columns: true }))
    .map((row) =>
      Object.entries(row)
        .map(([key, cell]) => (key === 'evidence' ? translated(cell).split(' ').sort().join(' ') : translated(cell)))
        .join(','),
    )
    .sort();
}

/** `Type/id` of the server → `Type/id` of the source, by the identifiers that push gave. */
function backAgain(lake: string): (text: string) => string {
  const known = new Map<string, string>();
  for (const source of sourcesIn(lake))
    for (const type of [
      'Patient',
      'Organization',
      'Encounter',
      'Communication',
      'ServiceRequest',
      'EpisodeOfCare',
      'OrganizationAffiliation',
      'Coverage',
      'PractitionerRole',
      'Practitioner',
    ])
      for (const line of linesOf(join(source, '..'), type)) {
        const { id, identifier } = identified.parse(JSON.parse(line));
        const ours = [identifier].flat().find(({ system }) => system === SYSTEM)?.value;
        if (ours !== undefined) known.set(`${type}/${id}`, `${type}/${ours}`);
      }
  return (text) => text.replace(/[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+/g, (reference) => known.get(reference) ?? reference);
}

beforeAll(async () => {
  await installHapi();
  hapi = await startHapi();
  await succeed('generate', '--fhir', '--members', '25', '--seed', '11', ...PERIOD, '--out', at('provider'));
});
afterAll(async () => {
  await hapi.stop();
});

describe('a provider on a HAPI server', () => {
  test('a dry run sends nothing', async () => {
    const planned = await push(at('provider'), '--dry-run');
    expect(total(planned, 'created')).toBe(total(planned, 'read'));
  });

  test('is pushed, read back, and pushed again without a change', async () => {
    const first = await push(at('provider'));
    expect(total(first, 'created')).toBe(total(first, 'read'));
    expect(first.verified?.counted).toBe(total(first, 'read'));
    const again = await push(at('provider'));
    expect(total(again, 'unchanged')).toBe(total(first, 'read'));
  });

  test('one resource that changes is the one that is replaced', async () => {
    const file = at('provider', 'Goal.ndjson');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('"lifecycleStatus":"active"', '"lifecycleStatus":"completed"'));
    const changed = await push(at('provider'));
    writeFileSync(file, before);
    expect([total(changed, 'created'), total(changed, 'updated')]).toEqual([0, 1]);
    expect(total(await push(at('provider')), 'updated')).toBe(1);
  });

  test.for(['--search', '--bulk'])('is pulled by %s and judged as its files are', async (by) => {
    const lake = at(`lake${by}`);
    await succeed('pull', hapi.base, '--into', lake, by, '--poll', '1');
    const translated = backAgain(lake);
    expect(await judged(lake, `check${by}`, translated)).toEqual(await judged(at('provider'), 'check-files'));
  });

  test('a second pull brings what changed', async () => {
    const lake = at('lake--search');
    const { stdout } = await succeed('pull', hapi.base, '--into', lake, '--search', '--json');
    expect(stdout).not.toMatch(/"(added|changed|deleted)": [1-9]/);
  });
});

describe('behind an authorization server', () => {
  /** The file that `--smart` takes. */
  function smart(name: string, { privateJwk }: ClientKey, more: object = {}): string {
    writeFileSync(at(`${name}-key.json`), JSON.stringify(privateJwk));
    writeFileSync(at(`${name}.json`), JSON.stringify({ clientId: 'backend', privateKey: `${name}-key.json`, ...more }));
    return at(`${name}.json`);
  }
  const READ = ['system/*.rs'];

  test('tokens that expire in mid-pull are renewed', async () => {
    const key = clientKey('ES384');
    const guarded = await guard(hapi.base, { keys: [key], scopes: READ, tokenLife: 2 });
    try {
      const file = smart('expiring', key);
      const lake = at('guarded');
      await succeed(
        'pull',
        guarded.base,
        '--into',
        lake,
        '--search',
        '--smart',
        file,
        '--page-size',
        '20',
        '--rate',
        '20',
        '--no-parquet',
      );
      expect(guarded.tokens.size).toBeGreaterThan(1);
      expect(linesOf(lake, 'Encounter')).toHaveLength(linesOf(at('lake--search'), 'Encounter').length);
    } finally {
      await guarded.stop();
    }
  });

  test('a key is rotated: the old one is refused, the new one goes on', async () => {
    const [first, second] = [clientKey('RS384'), clientKey('ES384')];
    const guarded = await guard(hapi.base, { keys: [first], scopes: READ, tokenLife: 300 });
    try {
      const arguments_ = (file: string): string[] => [
        'pull',
        guarded.base,
        '--into',
        at('rotated'),
        '--search',
        '--types',
        'Organization',
        '--smart',
        file,
        '--no-parquet',
      ];
      await succeed(...arguments_(smart('old', first)));
      await guarded.rotate([second]);
      const refused = await peerbridge(arguments_(smart('old', first)));
      expect(refused.code).toBe(4);
      expect(refused.stderr).toContain('invalid_client');
      await succeed(...arguments_(smart('new', second)));
    } finally {
      await guarded.stop();
    }
  });

  test('a scope that is not enough says so, and nothing is written', async () => {
    const key = clientKey('ES384');
    const guarded = await guard(hapi.base, { keys: [key], scopes: READ, tokenLife: 300 });
    try {
      const file = smart('reader', key, { scopes: 'system/*.rs' });
      await succeed('generate', '--fhir', '--members', '2', '--seed', '99', ...PERIOD, '--out', at('other'));
      const refused = await peerbridge([
        'push',
        at('other'),
        '--to',
        guarded.base,
        '--smart',
        file,
        '--identifier-system',
        'urn:other',
      ]);
      expect(refused.code).toBe(4);
      expect(refused.stderr).toContain('scopes');
      expect(refused.stderr + refused.stdout).not.toContain('eyJ');
    } finally {
      await guarded.stop();
    }
  });
});
