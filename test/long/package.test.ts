/** What is published: packed, installed in an empty folder by the ordinary npm client, and run there. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'package-'));
const home = join(folder, 'empty');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The Node that runs the tests comes first. What npm tells its scripts about this project would mislead an npm elsewhere. */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle|config_(local_)?prefix)|INIT_CWD)/.test(name),
    ),
  ),
  PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
};

/** Runs a program to its end; rejects where it doesn't end with 0. */
async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

let files: readonly string[] = [];
beforeAll(async () => {
  mkdirSync(home);
  await run('npm', ['pack', '--pack-destination', folder], root);
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  files = (await run('tar', ['-tzf', join(folder, archive)], folder)).trim().split('\n');
  await run('npm', ['install', join(folder, archive)], home);
});

test('the package holds what a user needs', () => {
  for (const name of ['package.json', 'LICENSE', 'dist/cli/main.js', 'dist/definitions/r4.json'])
    expect(files).toContain(`package/${name}`);
  for (const end of ['.sql', '.view.json', 'specification.yaml', 'rule.yaml'])
    expect(files.filter((name) => name.startsWith('package/dist/') && name.endsWith(end))).not.toEqual([]);
});

test('and no test, no TypeScript source, no cases', () => {
  const unwanted = [/\.test\./, /(?<!\.d)\.ts$/, /(^|\/)cases(\/|\.|$)/, /^package\/(src|test|bench|node_modules)\//];
  expect(files.filter((name) => unwanted.some((pattern) => pattern.test(name)))).toEqual([]);
});

test('npx peerbridge demo runs where it is installed', async () => {
  expect(await run('node', ['--version'], home)).toBe(`${process.version}\n`);
  const printed = await run('npx', ['peerbridge', 'demo'], home);
  for (const id of ['molina-cps', 'optum-prc']) expect(printed).toContain(id);
  expect(existsSync(join(home, 'out', 'demo', 'check', 'case-rate.csv'))).toBe(true);
});

test('and so do the other commands', async () => {
  const listed = await run('npx', ['peerbridge', 'specifications'], home);
  for (const id of ['molina-cps', 'optum-prc']) expect(listed).toContain(id);
  const story = join('node_modules', 'peerbridge', 'examples', 'small-center', 'fhir');
  const explained = await run(
    'npx',
    ['peerbridge', 'explain', story, '--member', 'wren', '--date', '2026-03-09'],
    home,
  );
  expect(explained).toContain('Patient/wren on 2026-03-09');
});

test('and the demo server says what it needs besides', async () => {
  await expect(run('npx', ['peerbridge', 'serve', '--demo'], home)).rejects.toThrow(
    'npm install --save-exact @medplum/fhir-router@5.2.13 express@5.3.0',
  );
});
