import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { filesBelow, isTest, sample, textOf } from './tree.ts';
import type { SourceFile } from './tree.ts';

/** Rooms of `src` from the top down: each may import those below it, and itself. A file of `src` itself is below all. */
const PICTURE = [
  'cli',
  'report',
  'engine',
  'generate',
  'mapping',
  'demo-server',
  'fhir',
  'validation',
  'lake',
  'sql',
  'definitions',
];
/** Knowledge: read as files, imported by nobody. Code beside it runs its cases, and isn't published. */
const KNOWLEDGE = ['specifications', 'rules', 'evidence'];
/** Only it may reach other machines. */
const OUTWARD = 'fhir';
const NETWORK = /^(node:)?(https?|http2|net|tls|dgram|undici|ws)$/;
/** Loaded by `serve --demo` alone. */
const DEMO_SERVER = 'demo-server';
/** Nothing of it is there when code runs. */
const TYPES_ONLY = '@medplum/fhirtypes';
/** Run at build time, so that they may import what the published package doesn't have. */
const AT_BUILD_TIME = ['src/definitions/build.ts', 'src/validation/build.ts'];

const isPublished = (file: SourceFile): boolean => !isTest(file) && !KNOWLEDGE.includes(roomOf(file.path));

const packageShape = z.object({
  dependencies: z.record(z.string(), z.string()),
  /** Of the demo server alone: large, so that who installs the package chooses them. */
  peerDependencies: z.record(z.string(), z.string()),
});
const buildShape = z.object({ exclude: z.array(z.string()) });
const { dependencies, peerDependencies } = packageShape.parse(JSON.parse(textOf('package.json')));
const packages = Object.keys(dependencies);
const OF_DEMO_SERVER = Object.keys(peerDependencies);

interface Import {
  readonly file: SourceFile;
  /** A path from the project's root, or the name of a package. */
  readonly target: string;
}

function importsOf(file: SourceFile): Import[] {
  return ts.preProcessFile(file.text).importedFiles.map(({ fileName }) => ({
    file,
    target: fileName.startsWith('.') ? posix.join(posix.dirname(file.path), fileName) : fileName,
  }));
}

function roomOf(path: string): string {
  const [top = '', room = '', inside] = path.split('/');
  if (top !== 'src') return top;
  return inside === undefined ? 'src' : room;
}

function faultsOf(file: SourceFile): string[] {
  return importsOf(file).flatMap((one) => {
    const fault = faultOf(one);
    return fault === null ? [] : [`${file.path} imports ${one.target}: ${fault}`];
  });
}

function faultOf({ file, target }: Import): string | null {
  if (NETWORK.test(target))
    return roomOf(file.path) === OUTWARD ? null : `only src/${OUTWARD} calls out over the network; ask it to`;
  if (target.startsWith('@duckdb/'))
    return file.path.startsWith('src/sql/duckdb/')
      ? null
      : 'only src/sql/duckdb knows the database; use a Runner (src/sql/runner.ts)';
  const isOurs = /^(src|test|bench|examples|build)\//.test(target);
  if (!isOurs) {
    const [scope = '', name = ''] = target.split('/');
    const own = roomOf(file.path) === DEMO_SERVER ? [...packages, ...OF_DEMO_SERVER] : packages;
    const known = target.startsWith('node:') || own.includes(scope) || own.includes(`${scope}/${name}`);
    return known || target === TYPES_ONLY || AT_BUILD_TIME.includes(file.path)
      ? null
      : 'it is no dependency in package.json, so the published package lacks it';
  }
  const [from, to] = [roomOf(file.path), roomOf(target)];
  if (to === from || to === 'src') return null;
  if (!target.startsWith('src/')) return 'what is published knows nothing of tests and benches; move the code to test/';
  if (KNOWLEDGE.includes(to))
    return 'knowledge is read as files and imported by nobody; read it in src/engine/knowledge.ts';
  if (from === 'src') return 'a file of src itself is below all rooms; pass in what it needs';
  if (!PICTURE.includes(from) || !PICTURE.includes(to))
    return 'a room that is new; draw it in PICTURE of test/house/imports.test.ts, and in design.md';
  return PICTURE.indexOf(from) < PICTURE.indexOf(to)
    ? null
    : `arrows point one way, ${PICTURE.join(' → ')}; move what both need down, or pass it in`;
}

/** `fetch` and its like need no import. */
function callsOut({ path, text }: SourceFile): string[] {
  const found = /(?<![\w.'`"])(fetch|XMLHttpRequest|WebSocket|EventSource)\s*\(/.exec(text)?.[1];
  return found === undefined || roomOf(path) === OUTWARD
    ? []
    : [`${path} calls ${found}: only src/${OUTWARD} calls out over the network; ask it to`];
}

test('imports point down the picture of design.md', () => {
  const files = filesBelow('src', '.ts').filter(isPublished);
  expect(files.flatMap(faultsOf)).toEqual([]);
  expect(files.flatMap(callsOut)).toEqual([]);
});

/** Commands that ask no server unless they are told to. What talks with servers takes longer to load than a small check takes. */
const WITHOUT_SERVER = [
  'check',
  'demo',
  'explain',
  'generate',
  'map',
  'readiness',
  'specifications',
  'validate',
  'view',
];

/** Files of ours that a file is never loaded without, itself among them. */
function loadedWith(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const { statements } = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest);
  for (const one of statements) {
    if (!ts.isImportDeclaration(one) || one.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    const target = ts.isStringLiteral(one.moduleSpecifier) ? one.moduleSpecifier.text : '';
    if (target.startsWith('.')) loadedWith(posix.join(posix.dirname(path), target), seen);
  }
  return seen;
}

test.each(WITHOUT_SERVER)('%s loads nothing that talks with servers', (command) => {
  const loaded = loadedWith(`src/cli/${command}.ts`);
  expect(loaded.size).toBeGreaterThan(5);
  expect([...loaded].filter((path) => roomOf(path) === OUTWARD)).toEqual([]);
});

test('nothing loads the demo server before it is asked for', () => {
  const commands = filesBelow('src/cli', '.ts').filter((file) => !isTest(file));
  expect(commands.length).toBeGreaterThan(10);
  const loading = commands.filter(({ path }) => [...loadedWith(path)].some((one) => roomOf(one) === DEMO_SERVER));
  expect(loading.map(({ path }) => path)).toEqual([]);
});

test('what is published leaves out code that runs cases', () => {
  const excluded = buildShape.parse(JSON.parse(textOf('tsconfig.build.json'))).exclude;
  const beside = filesBelow('src', '.ts').filter((file) => !isTest(file) && !isPublished(file));
  const rooms = new Set(beside.map(({ path }) => `src/${roomOf(path)}/*.ts`));
  expect(excluded, 'exclude it in tsconfig.build.json').toEqual(expect.arrayContaining([...rooms]));
});

test('tests beside the code import a database only where it is', () => {
  const direct = filesBelow('src', '.test.ts')
    .flatMap(importsOf)
    .filter(({ target }) => target.startsWith('@duckdb/'));
  expect(
    direct.filter(({ file }) => roomOf(file.path) !== 'sql').map(({ file }) => file.path),
    'use withDatabase or duckdbRunner of src/sql/duckdb/runner.ts',
  ).toEqual([]);
});

describe('the check sees', () => {
  test.each([
    ['an arrow up', 'src/engine/x.ts', '../cli/main.ts', 'arrows point one way'],
    ['a type that points up', 'src/lake/x.ts', '../engine/plan.ts', 'arrows point one way'],
    ['a new room', 'src/http/x.ts', '../report/check.ts', 'a room that is new'],
    ['knowledge as a module', 'src/engine/x.ts', '../rules/x.ts', 'knowledge is read as files'],
    ['a database', 'src/report/x.ts', '@duckdb/node-api', 'only src/sql/duckdb'],
    ['the network', 'src/lake/x.ts', 'node:https', 'only src/fhir'],
    ['a test', 'src/engine/x.ts', '../../test/world.ts', 'move the code to test/'],
    ['what is there in development only', 'src/engine/x.ts', 'vitest', 'no dependency'],
    ['a file of src that climbs', 'src/x.ts', './engine/plan.ts', 'below all rooms'],
  ])('%s', (_, path, target, message) => {
    expect(faultsOf(sample(path, `import type { X } from '${target}';`)).join()).toContain(message);
    expect(faultsOf(sample(path, `const x = await import('${target}');`)).join()).toContain(message);
  });

  test('and lets pass what points down', () => {
    const text =
      "import { a } from '../engine/plan.ts'; import { b } from '../errors.ts'; import 'node:fs'; import 'zod';";
    expect(faultsOf(sample('src/report/x.ts', text))).toEqual([]);
    expect(faultsOf(sample('src/fhir/x.ts', "import 'node:https';"))).toEqual([]);
  });

  test('a call to fetch', () => {
    expect(callsOut(sample('src/lake/x.ts', 'await fetch(url)'))).toHaveLength(1);
    expect(callsOut(sample('src/lake/x.ts', 'store.fetch(url)'))).toEqual([]);
  });
});
