/** Every line of the list of faults, played against the real command (cases.yaml); each prints its number, fault and outcome. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { peerbridge, start } from '../command/command.ts';
import type { Ended } from '../command/command.ts';
import { bytesOf, workshop } from '../command/folders.ts';
import { linesOf, sourcesIn, incompleteIn } from './lake.ts';
import { ENCOUNTERS, PHI, RECORDS } from './records.ts';
import type { Scenario, World } from './scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { FhirServer, TOKEN_MARK } from './server/fhir-server.ts';

const EXIT = { OK: 0, USAGE: 2, PART: 3, FAIL: 4 } as const;

const caseShape = z.strictObject({
  /** Line of the list of faults; of the security list S and its line. */
  line: z.union([z.int().positive(), z.string().regex(/^S\d$/)]),
  fault: z.string(),
  scenario: z.string(),
  outcome: z.enum(['OK', 'USAGE', 'PART', 'FAIL']),
  /** How the server is pulled; `none`: the scenario runs something else altogether. */
  by: z.enum(['search', 'bulk', 'none']).default('search'),
  /** A part of what stderr or stdout says. */
  says: z.string().optional(),
  /** Encounters in the lake; default: all of them, where the outcome is OK. */
  encounters: z.int().optional(),
  /** Types that the lake says are incomplete. */
  incomplete: z.array(z.string()).optional(),
});
type Case = z.infer<typeof caseShape>;

const cases = z.array(caseShape).parse(parse(readFileSync(new URL('cases.yaml', import.meta.url), 'utf8')));
const LINES = 83;
const at = workshop();

const PULL = [
  '--no-parquet',
  '--timeout',
  '3',
  '--page-size',
  '10',
  '--poll',
  '0.1',
  '--types',
  'Encounter,EpisodeOfCare,Organization,Patient,ServiceRequest',
];

/** Servers and folders for one case, and the command with their addresses. */
async function play(
  one: Case,
  scenario: Scenario,
  folder: string,
): Promise<{ world: World; ended: Ended; before: Record<string, string> | null }> {
  const [server, other] = await Promise.all([
    FhirServer.start({ resources: RECORDS, ...scenario.setting }),
    FhirServer.start({ resources: RECORDS, pageSize: 100 }),
  ]);
  try {
    const world = worldOf(one, folder, server, other);
    const isUntouched = one.outcome === 'FAIL' && one.by !== 'none' && scenario.play === undefined;
    const before = isUntouched ? await earlier(world) : null;
    server.faults.push(...(scenario.faults?.(world) ?? []));
    server.refusals.push(...(scenario.refusals?.(world) ?? []));
    const ended = await (scenario.play ?? (({ pull }) => pull(...(before === null ? [] : ['--full']))))(world);
    await scenario.verify?.(world, ended);
    return { world, ended, before };
  } finally {
    await Promise.all([server.stop(), other.stop()]);
  }
}

/** A pull that goes well, and what it leaves. */
async function earlier({ pull, lake, server }: World): Promise<Record<string, string>> {
  const { code, stderr } = await pull();
  expect(code, stderr).toBe(0);
  server.forget();
  return published(lake);
}

/** What a reader of the lake sees: without a pull that is under way. */
function published(lake: string): Record<string, string> {
  return Object.fromEntries(Object.entries(bytesOf(lake)).filter(([name]) => !name.startsWith('.')));
}

function worldOf(one: Case, folder: string, server: FhirServer, other: FhirServer): World {
  const within = (...path: string[]): string => at(folder, ...path);
  mkdirSync(within('temporary'), { recursive: true });
  const env = { TMPDIR: within('temporary') };
  const lake = within('lake');
  const credentials = server.isGuarded ? ['--smart', smartFile(within)] : [];
  const pullArgs = (options: readonly string[]): string[] => [
    'pull',
    server.base,
    '--into',
    lake,
    ...methodOf(one, options),
    ...typesOf(options),
    ...credentials,
    ...options,
  ];
  return {
    server,
    other,
    lake,
    at: within,
    credentials,
    pull: (...options) => peerbridge(pullArgs(options), { env }),
    start: (...options) => start(pullArgs(options), { env }),
    startWithParquet: () =>
      start(
        pullArgs([]).filter((one) => one !== '--no-parquet'),
        { env },
      ),
    pullInto: (elsewhere) =>
      peerbridge(
        pullArgs([]).map((one) => (one === lake ? elsewhere : one)),
        { env },
      ),
    run: (args, more = {}) => peerbridge(args, { env: { ...env, ...more } }),
  };
}

function methodOf({ by }: Case, options: readonly string[]): string[] {
  return by === 'none' || options.includes('--bulk') ? [] : [`--${by}`];
}

function typesOf(options: readonly string[]): readonly string[] {
  return options.includes('--types') ? PULL.slice(0, -2) : PULL;
}

/** A client of SMART Backend Services with a key of its own. */
function smartFile(within: (...path: string[]) => string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'ours', alg: 'ES384' };
  writeFileSync(within('key.json'), JSON.stringify(jwk));
  writeFileSync(within('smart.json'), JSON.stringify({ clientId: 'backend', privateKey: 'key.json' }));
  return within('smart.json');
}

/** Neither a token nor a record is in what is said, nor in what the lake says of itself. */
function expectNoLeak(world: World, { stdout, stderr }: Ended): void {
  const ofLake = Object.entries(existsSync(world.lake) ? bytesOf(world.lake) : {}).flatMap(([name, text]) =>
    /\.(ndjson|parquet)$/.test(name) ? [name] : [name, text],
  );
  const said = [stdout, stderr, ...ofLake].join('\n');
  for (const secret of [...PHI, TOKEN_MARK, 'eyJ']) expect(said, `${secret} leaks`).not.toContain(secret);
  expect(stderr, 'a stack is shown').not.toMatch(/\n\s+at /);
}

/** No file that a command made for itself stays. */
function expectTidy(world: World, isWhole: boolean): void {
  expect(
    readdirSync(world.at('temporary')).filter((name) => name.startsWith('peerbridge-')),
    'temporary files stay',
  ).toEqual([]);
  if (isWhole && existsSync(world.lake))
    expect(
      readdirSync(world.lake).filter((name) => name.startsWith('.')),
      'staging files stay',
    ).toEqual([]);
}

function expectLake(one: Case, { lake }: World): void {
  if (one.by === 'none' || sourcesIn(lake).length === 0) return;
  if (one.encounters !== undefined || one.outcome === 'OK')
    expect(linesOf(lake, 'Encounter').length, 'Encounters in the lake').toBeGreaterThanOrEqual(
      one.encounters ?? ENCOUNTERS,
    );
  if (one.incomplete !== undefined || one.outcome === 'OK') expect(incompleteIn(lake)).toEqual(one.incomplete ?? []);
}

describe.concurrent('a fault', () => {
  test.for(
    cases.map((one, index) => ({
      ...one,
      folder: `case-${index}`,
      title: `${one.line} ${one.fault} → ${one.outcome}`,
    })),
  )('$title', async ({ folder, ...one }) => {
    const scenario = SCENARIOS[one.scenario];
    if (scenario === undefined) throw new TypeError(`there is no scenario ${one.scenario}`);
    const { world, ended, before } = await play(one, scenario, folder);
    expectNoLeak(world, ended);
    expect(ended.code, ended.stderr + ended.stdout).toBe(EXIT[one.outcome]);
    if (one.says !== undefined) expect(ended.stderr + ended.stdout).toContain(one.says);
    if (scenario.kills !== true) expectTidy(world, one.outcome !== 'FAIL');
    if (before === null) expectLake(one, world);
    else expect(published(world.lake), 'the earlier lake is as it was').toEqual(before);
  });
});

test('every line of the list is played, and every scenario is used', () => {
  const lines = new Set(cases.map(({ line }) => line));
  const missing = Array.from({ length: LINES }, (_, index) => index + 1).filter((line) => !lines.has(line));
  expect(missing).toEqual([]);
  const used = new Set(cases.map(({ scenario }) => scenario));
  expect(Object.keys(SCENARIOS).filter((name) => !used.has(name))).toEqual([]);
});
