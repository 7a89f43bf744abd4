/** `peerbridge validate`, as a user runs it: what it says and where, its exit codes, and input that means harm. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inputsOf } from '../../src/validation/inputs.ts';
import type { Located } from '../../src/validation/located.ts';
import { validateFiles } from '../../src/validation/validate-files.ts';
import { peerbridge } from '../command/command.ts';

const home = mkdtempSync(join(tmpdir(), 'peerbridge-validate-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});
let made = 0;

/** A file with a name of its own, in a folder of its own. */
function file(name: string, content: string | Buffer): string {
  const folder = join(home, String(made++));
  mkdirSync(folder);
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const good = (id: string): string => JSON.stringify({ resourceType: 'Patient', id, gender: 'female' });
const bad = (id: string): string => JSON.stringify({ resourceType: 'Patient', id, gender: 'x' });
const GOOD = `${good('m-1')}\n`;

async function found(path: string, threads = 1): Promise<Located[]> {
  const all: Located[] = [];
  const { files } = await inputsOf([path]);
  for await (const part of validateFiles(files, {}, threads)) all.push(...part.found);
  return all;
}
const said = (located: readonly Located[]): string[] =>
  located.map(({ finding, line }) => `${line ?? '-'} ${finding.rule}: ${finding.message}`);

describe('the command', () => {
  test('finds nothing in valid data: exit 0', async () => {
    const { code, stdout } = await peerbridge(['validate', file('Patient.ndjson', GOOD)]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 resources in 1 file: 0 errors, 0 warnings, 0 notes\n' });
  });

  test('says where a mistake is, and counts by rule: exit 3', async () => {
    const path = file('Patient.ndjson', `${good('m-1')}\n\n${bad('m-2')}\n${bad('m-3')}`);
    const { code, stdout } = await peerbridge(['validate', path]);
    expect(code).toBe(3);
    expect(stdout).toContain(
      `${path}:3: error: Patient/m-2 Patient.gender: is no code of the value set http://hl7.org/fhir/ValueSet/administrative-gender (required) [binding]\n`,
    );
    expect(stdout).toMatch(/^binding +error +2 /m);
  });

  test('gives an OperationOutcome', async () => {
    const path = file('Patient.ndjson', bad('m-2'));
    const { code, stdout } = await peerbridge(['validate', path, '--json']);
    const outcome = z
      .object({ resourceType: z.literal('OperationOutcome'), issue: z.array(z.looseObject({})) })
      .parse(JSON.parse(stdout));
    expect(code).toBe(3);
    expect(outcome.issue).toMatchObject([
      { severity: 'error', code: 'code-invalid', expression: ['Patient.gender'], diagnostics: `${path}:1 Patient/m-2` },
      { severity: 'information', details: { text: '1 resources in 1 files: 1 errors, 0 warnings, 0 notes' } },
    ]);
  });

  test.each<[string, string[]]>([
    ['no path', []],
    ['a path that is not there', ['/no/such/path']],
    ['a file that is no data', [import.meta.filename]],
    ['a package that is not there', [import.meta.dirname, '--package', '/no/such.tgz']],
    ['a profile that nobody knows', [file('Patient.ndjson', GOOD), '--profile', 'http://x.example/p']],
  ])('%s: exit 2, one line', async (_, args) => {
    const { code, stderr } = await peerbridge(['validate', ...args]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('lines', () => {
  test.each<[string, string | Buffer, string[]]>([
    [
      'CRLF, a byte order mark, blank lines',
      `\uFEFF${good('1')}\r\n\r\n  \r\n${bad('2')}\r\n`,
      ['4 binding: is no code of the value set http://hl7.org/fhir/ValueSet/administrative-gender (required)'],
    ],
    ['a line that is cut off', `${GOOD}{"resourceType":"Patient","id":"x`, ['2 json: the line is cut off']],
    ['a line that is no JSON', `nonsense\n${GOOD}`, ['1 json: the line is not JSON']],
    ['a line that is no object', `[]\n${GOOD}`, ['1 json: the line is not a JSON object']],
    [
      'a line that is not UTF-8',
      Buffer.concat([Buffer.from(GOOD), Buffer.from([0x7b, 0xff, 0x7d])]),
      ['2 json: the line is not UTF-8'],
    ],
    [
      'a key that stands twice',
      '{"resourceType":"Patient","gender":"male","gender":"female"}',
      ['1 json: a key stands twice in one object'],
    ],
    [
      '100,000 levels of lists',
      `{"resourceType":"Patient","name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      ['1 json: the line nests deeper than 100 levels'],
    ],
    ['levels that never end', '{"a":'.repeat(100_000), ['1 json: the line nests deeper than 100 levels']],
    [
      'a resource of another type than the file',
      '{"resourceType":"Basic","code":{"text":"x"}}',
      ['1 resource-type: a resource of type Basic in a file of Patient'],
    ],
    [
      'numbers beyond all measure',
      '{"resourceType":"Patient","multipleBirthInteger":1e400}',
      ['1 format: must be a whole number'],
    ],
  ])('%s', async (_, content, expected) => {
    expect(said(await found(file('Patient.ndjson', content)))).toEqual(expected);
  });

  test('a line longer than a resource may be is passed over, and the next is read', async () => {
    const long = `{"resourceType":"Patient","id":"${'x'.repeat(17_000_000)}"}`;
    const path = file('Patient.ndjson', `${good('1')}\n${long}\n${bad('2')}\n`);
    expect((await found(path)).map(({ finding, line }) => `${line ?? '-'} ${finding.rule}`)).toEqual([
      '2 too-long',
      '3 binding',
    ]);
  });

  test('a compressed file, whole and torn', async () => {
    const packed = gzipSync(`${bad('1')}\n`.repeat(2000));
    expect(await found(file('Patient.ndjson.gz', packed))).toHaveLength(2000);
    expect(said(await found(file('Patient.ndjson.gz', packed.subarray(0, packed.length - 20)))).at(-1)).toMatch(
      / json: the compressed file is cut off/,
    );
  });

  test('threads find the same as one, in the same order', async () => {
    const lines = Array.from({ length: 40_000 }, (_, at) =>
      at % 1000 === 7 ? bad(`m-${at}`) : good(`m-${at}-${'x'.repeat(40)}`),
    );
    const path = file('Patient.ndjson', lines.join('\n'));
    const [alone, together] = [await found(path, 1), await found(path, 2)];
    expect(alone).toHaveLength(40);
    expect(together).toEqual(alone);
  });

  test('a resource with mistakes without number ends its list', async () => {
    const path = file(
      'Patient.ndjson',
      JSON.stringify({ resourceType: 'Patient', name: Array.from({ length: 50_000 }, () => ({})) }),
    );
    const all = await found(path);
    expect(all).toHaveLength(1001);
    expect(all.at(-1)?.finding.message).toBe('and 49000 more findings in this resource');
  });
});

describe('documents', () => {
  const pretty = (value: object): string => JSON.stringify(value, null, 2);
  const patient = { resourceType: 'Patient', id: 'm-1', gender: 'x' };
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: { resourceType: 'Patient', id: 'm-0' } }, { resource: patient }],
  };

  test('the line of the element, in a resource of many lines', async () => {
    expect(said(await found(file('one.json', pretty(patient)))).map((one) => one.split(':', 1)[0])).toEqual([
      '4 binding',
    ]);
  });

  test('the entry of a Bundle, by its resource and line', async () => {
    const [one] = await found(file('bundle.json', pretty(bundle)));
    expect(one).toMatchObject({
      line: 15,
      resource: 'Patient/m-1',
      finding: { expression: 'Bundle.entry[1].resource.gender' },
    });
  });

  test('a Bundle larger than a resource may be, entry by entry', async () => {
    const filler = Array.from({ length: 200_000 }, (_, at) => ({
      resource: { resourceType: 'Patient', id: `m-${at}`, name: [{ text: 'x'.repeat(60) }] },
    }));
    const path = file(
      'bundle.json',
      JSON.stringify({ ...bundle, type: 'nonsense', entry: [...filler, { resource: patient }] }),
    );
    const all = await found(path);
    expect(all.map(({ finding }) => `${finding.rule} ${finding.expression}`)).toEqual([
      'binding Bundle.entry[200000].resource.gender',
      'large-bundle Bundle',
      'binding Bundle.type',
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['cut off', pretty(bundle).slice(0, -20), /^- json: the file is cut off$/],
    ['empty', '', /^- json: the file is not JSON$/],
    ['of another program', '{"name":"x"}', /^1 resource-type: needs resourceType$/],
    [
      'of a type that FHIR does not have',
      '{"resourceType":"Nonsense"}',
      /^1 resource-type: is of a type that FHIR R4 does not have$/,
    ],
  ])('%s', async (_, content, expected) => {
    const [one] = said(await found(file('x.json', content)));
    expect(one).toMatch(expected);
  });
});
