/** Resources that both engines are shown: US Core's own examples, ours, and what `generate` writes. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseJson } from '../../../src/lake/json-text.ts';
import { isJson } from '../nodes.ts';
import type { Json } from '../nodes.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const OUR_PACKAGE = join(ROOT, 'profiles/build/peerbridge-fhir.tgz');
const US_CORE = join(ROOT, '../shared/testdata/fhir-packages');

export interface Example {
  readonly name: string;
  readonly resource: Json;
}

/** The published package of a version (610, 700, 800); undefined where it isn't here. */
export function usCorePackage(version: string): string | undefined {
  const path = join(US_CORE, `us-core-${version}.tgz`);
  return existsSync(path) ? path : undefined;
}

/** Examples in a package: files of `package/example`. */
export function examplesIn(tgz: string): Example[] {
  const folder = mkdtempSync(join(tmpdir(), 'peerbridge-examples-'));
  try {
    execFileSync('tar', ['xzf', tgz, '-C', folder]);
    const home = join(folder, 'package/example');
    return existsSync(home) ? jsonIn(home) : [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function jsonIn(folder: string): Example[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const resource = parseJson(readFileSync(join(folder, name), 'utf8'));
      return isJson(resource) && typeof resource['resourceType'] === 'string' ? [{ name, resource }] : [];
    });
}

/** What `generate` writes, every shape of it: the first resources of each kind, by the profile that they claim and what they hold. */
export function generated(members: number, seed: number, perShape: number): Example[] {
  const folder = mkdtempSync(join(tmpdir(), 'peerbridge-generated-'));
  try {
    const out = join(folder, 'fhir');
    const asked = ['--members', String(members), '--seed', String(seed), '--from', '2026-01-01', '--to', '2026-03-31'];
    execFileSync(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'generate', ...asked, '--fhir', '--out', out], {
      stdio: 'ignore',
    });
    const files = readdirSync(out)
      .filter((name) => name.endsWith('.ndjson'))
      .sort();
    return files.flatMap((name) => shapesIn(join(out, name), perShape));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function shapesIn(path: string, perShape: number): Example[] {
  const seen = new Map<string, number>();
  return linesOf(path).flatMap((resource) => {
    const shape = shapeOf(resource);
    const count = seen.get(shape) ?? 0;
    seen.set(shape, count + 1);
    return count < perShape
      ? [{ name: `${String(resource['resourceType'])}/${String(resource['id'])}`, resource }]
      : [];
  });
}

export function linesOf(path: string): Json[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text.split('\n').flatMap((line) => {
    const resource = line.trim() === '' ? undefined : parseJson(line);
    return isJson(resource) ? [resource] : [];
  });
}

/** Which elements a resource has, and which codes where they are of ours. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join()}]`;
  if (!isJson(value)) return '';
  return Object.keys(value)
    .sort()
    .map((key) => (key === 'profile' ? JSON.stringify(value[key]) : `${key}:${shapeOf(value[key])}`))
    .join();
}
