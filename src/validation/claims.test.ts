import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataFile } from '../lake/data-file.ts';
import type { Issue } from '../lake/issue.ts';
import { brokenClaims } from './claims.ts';

const OURS = 'https://peerbridge.dev/fhir/StructureDefinition';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peerbridge-claims-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** An Organization; by org-1 of FHIR R4 it needs a name or an identifier. */
const organization = (id: string, profile: string, more: object = {}): object => ({
  resourceType: 'Organization',
  id,
  meta: { profile: [profile] },
  ...more,
});
const broken = (id: string): object => organization(id, `${OURS}/peer-organization`);
const sound = (id: string): object =>
  organization(id, `${OURS}/peer-organization`, {
    name: 'Center',
    active: true,
    type: [{ coding: [{ system: 'https://peerbridge.dev/fhir/CodeSystem/organization-type', code: 'cbhc' }] }],
  });
const lines = (...resources: readonly object[]): string => resources.map((one) => `${JSON.stringify(one)}\n`).join('');

async function issuesOf(
  text: string | Uint8Array,
  name = 'Organization.ndjson',
  more: Partial<DataFile> = {},
  limits = { checked: 100, named: 2 },
): Promise<Issue[]> {
  const path = join(folder, name);
  await writeFile(path, text);
  return await brokenClaims(new Map([['Organization', [{ path, name, format: 'ndjson', ...more }]]]), limits);
}
const places = (issues: readonly Issue[]): string[] =>
  issues.map(({ line, resource, severity, code }) => `${String(line)} ${String(resource)} ${severity} ${code}`);

test('who breaks a profile that it claims is named, who keeps it isn’t', async () => {
  const issues = await issuesOf(`\n${lines(sound('a'), broken('b'))}`);
  expect(places(issues)).toContain('3 Organization/b warning invariant');
  expect(issues.map(({ resource }) => resource)).not.toContain('Organization/a');
  expect(issues.map(({ message }) => message).join('\n')).toMatch(
    /claims a profile and breaks it: Organization: .*\[org-1\]/,
  );
});

test.each([
  ['a profile of others', lines(organization('a', 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-x'))],
  ['nothing, though it has our codes', lines({ ...broken('a'), meta: { source: OURS } })],
  ['nothing in its meta: a text that says so is no claim', lines({ ...broken('a'), meta: {}, profile: [OURS] })],
  ['something, in a line that can’t be read', lines(broken('a')).slice(0, -3)],
])('silence where a resource claims %s', async (_, text) => {
  expect(await issuesOf(text)).toEqual([]);
});

test.each([
  ['escaped slashes', lines(broken('a')).replaceAll('/', '\\/'), 'Organization.ndjson'],
  ['spaces', lines(broken('a')).replace('"profile":[', '"profile" : [ '), 'Organization.ndjson'],
  ['a version', lines(organization('a', `${OURS}/peer-organization|0.1.0`)), 'Organization.ndjson'],
  ['compression', gzipSync(lines(broken('a'))), 'Organization.ndjson.gz'],
])('a claim is seen through %s', async (_, text, name) => {
  expect(places(await issuesOf(text, name))).toContain('1 Organization/a warning invariant');
});

test('wherever the bytes of a claim are cut by the reading, it is seen', async () => {
  const claim = lines(broken('z'));
  // the first megabyte ends within the line
  for (const before of [40, claim.indexOf('peerbridge.dev') + 5, claim.indexOf('"profile"') + 5]) {
    const filled = (length: number): string => lines({ resourceType: 'Basic', id: 'x'.repeat(length) });
    const filler = filled(1024 * 1024 - before - filled(0).length);
    expect(filler.length + before).toBe(1024 * 1024);
    expect(places(await issuesOf(filler + claim))).toContain('2 Organization/z warning invariant');
  }
});

describe('of many', () => {
  const all = lines(...['a', 'b', 'c', 'd', 'e'].map(broken));

  test('of one kind in a file some are named, and the others counted', async () => {
    const issues = await issuesOf(all);
    const kind = issues.filter(({ message }) => message.includes('[org-1]'));
    expect(kind.map(({ line }) => line)).toEqual([1, 2, null]);
    expect(kind[2]?.message).toMatch(/^3 times more: claims a profile/);
    expect(kind[2]?.file).toBe('Organization.ndjson');
  });

  test('so many of a type are checked, and it is said that the others are not', async () => {
    const issues = await issuesOf(all, 'Organization.ndjson', {}, { checked: 4, named: 100 });
    expect(issues.filter(({ message }) => message.includes('[org-1]')).map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(issues.at(-1)).toMatchObject({ file: null, line: null, code: 'incomplete', severity: 'information' });
    expect(issues.at(-1)?.message).toMatch(/of Organization the first 4 /);
  });

  test('where there are no more, nothing is said', async () => {
    const issues = await issuesOf(all, 'Organization.ndjson', {}, { checked: 5, named: 100 });
    expect(issues.filter(({ code }) => code === 'incomplete')).toEqual([]);
  });
});

test('a resource of a Bundle is named where it stands', async () => {
  const origin = (line: number) => ({ file: 'bundle.json', line: 10 * line, entry: line });
  const issues = await issuesOf(lines(sound('a'), broken('b')), 'Organization.ndjson', { origin });
  expect(issues[0]).toMatchObject({ file: 'bundle.json', line: 20, resource: 'Organization/b' });
  expect(issues[0]?.message).toMatch(/^entry 2: claims a profile and breaks it/);
});

test('a compressed file that is cut off is named by whoever reads the source, not here', async () => {
  const whole = gzipSync(lines(broken('a')) + lines(sound('b')).repeat(20));
  const issues = await issuesOf(whole.subarray(0, -12), 'Organization.ndjson.gz');
  expect(issues.filter(({ code }) => code !== 'invariant')).toEqual([]);
});
