import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Shape } from '../sql/views/compile.ts';
import { cleanType } from './cleaning.ts';
import type { Cleaning } from './cleaning.ts';
import type { DataFile } from './data-file.ts';
import type { ReadLimits } from './line-reader.ts';

const SHAPE: Shape = {
  kind: 'struct',
  fields: { resourceType: { kind: 'string' }, id: { kind: 'string' }, status: { kind: 'string' } },
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cleaning-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, contents: string | Buffer): DataFile {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return { path, format: 'ndjson', name };
}

function clean(files: DataFile[], duplicateIds: string[] = [], limits: ReadLimits = {}): Promise<Cleaning> {
  return cleanType('Encounter', files, SHAPE, { duplicateIds: new Set(duplicateIds) }, folder, limits);
}

function kept(cleaning: Cleaning): string[] {
  return cleaning.files.flatMap(({ path }) => readFileSync(path, 'utf8').split('\n').slice(0, -1));
}

function encounter(id: string, more = ''): string {
  return `{"resourceType":"Encounter","id":"${id}","subject":{"reference":"Patient/m-${id}"}${more}}`;
}

describe('a file', () => {
  const A = encounter('a', ',"x":"é€😀"');
  const B = encounter('b', ',"weight":0.10');

  it.each([
    ['no line', '', []],
    ['LF', `${A}\n${B}\n`, [A, B]],
    ['no end of the last line', `${A}\n${B}`, [A, B]],
    ['CRLF', `${A}\r\n${B}\r\n`, [A, B]],
    ['a byte order mark', `\uFEFF${A}\n${B}\n`, [A, B]],
    ['nothing but a byte order mark', '\uFEFF', []],
    ['blank lines', `\n${A}\n\n  \t\r\n${B}\n\n`, [A, B]],
  ])('with %s is read whole, whatever the chunks', async (_, contents, lines) => {
    for (const chunkBytes of [1, 2, 3, 7, 1000]) {
      for (const each of [file('Encounter.ndjson', contents), file('Encounter.ndjson.gz', gzipSync(contents))]) {
        const cleaning = await clean([each], [], { chunkBytes });
        expect(kept(cleaning)).toEqual(lines);
        expect(cleaning).toMatchObject({
          issues: [],
          gaps: [],
          counts: { read: lines.length, quarantined: 0, superseded: 0 },
        });
      }
    }
  });

  it('loses its bad line only, which is named', async () => {
    const cleaning = await clean([file('Encounter.000.ndjson', `${A}\n\n${B.slice(0, -8)}\n${encounter('c')}\n`)]);
    expect(kept(cleaning)).toEqual([A, encounter('c')]);
    expect(cleaning.files[0]?.name).toBe('Encounter.000.ndjson');
    expect(cleaning.issues).toEqual([
      {
        file: 'Encounter.000.ndjson',
        line: 3,
        resource: 'Encounter/b',
        code: 'structure',
        severity: 'error',
        message: 'the line is cut off',
      },
    ]);
    expect(cleaning.gaps).toEqual([{ resourceType: 'Encounter', subject: 'Patient/m-b' }]);
    expect(cleaning.counts).toEqual({ read: 3, quarantined: 1, superseded: 0 });
  });

  it('loses a line that is too long, and holds no more of it than is allowed', async () => {
    const long = encounter('b', `,"x":"${'x'.repeat(500)}"`);
    for (const chunkBytes of [1, 100, 10_000]) {
      const cleaning = await clean([file('Encounter.ndjson', `${A}\n${long}\n${encounter('c')}\n`)], [], {
        chunkBytes,
        maxLineBytes: 200,
      });
      expect(kept(cleaning)).toEqual([A, encounter('c')]);
      expect(cleaning.issues).toMatchObject([{ line: 2, code: 'too-long', resource: 'Encounter/b' }]);
      expect(cleaning.gaps).toEqual([{ resourceType: 'Encounter', subject: 'Patient/m-b' }]);
    }
  });

  it('that is compressed and cut off keeps what came before, for nobody whole', async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => encounter(`${index}`, `,"x":"${(index * 7919) % 1000}"`));
    const whole = gzipSync(lines.join('\n'));
    const cleaning = await clean([file('Encounter.ndjson.gz', whole.subarray(0, whole.length / 2))]);
    const good = kept(cleaning);
    expect(good.length).toBeGreaterThan(0);
    expect(good).toEqual(lines.slice(0, good.length));
    expect(cleaning.gaps).toContainEqual({ resourceType: 'Encounter', subject: null });
    expect(cleaning.issues.find(({ line }) => line === null)).toMatchObject({
      file: 'Encounter.ndjson.gz',
      severity: 'error',
    });
  });

  it('of Parquet is handed on, which is said', async () => {
    const parquet: DataFile = { path: join(folder, 'Encounter.parquet'), format: 'parquet', name: 'Encounter.parquet' };
    const cleaning = await clean([parquet]);
    expect(cleaning.files).toEqual([parquet]);
    expect(cleaning.issues).toMatchObject([{ file: 'Encounter.parquet', code: 'not-supported', severity: 'warning' }]);
  });

  it('that cannot be read is named', async () => {
    await expect(clean([{ path: join(folder, 'no'), format: 'ndjson', name: 'no' }])).rejects.toThrow(
      /cannot be read \(ENOENT\)/,
    );
  });
});

describe('ids that repeat', () => {
  const old = encounter('a', ',"meta":{"versionId":"2"},"status":"planned"');
  const recent = encounter('a', ',"meta":{"versionId":"10"},"status":"finished"');
  const other = encounter('b');

  it('the newest version is kept, the others are named', async () => {
    const cleaning = await clean(
      [file('Encounter.2.ndjson', `${recent}\n`), file('Encounter.1.ndjson', `${other}\n${old}\n`)],
      ['a'],
    );
    expect(kept(cleaning)).toEqual([other, recent]);
    expect(cleaning.issues).toEqual([
      {
        file: 'Encounter.1.ndjson',
        line: 2,
        resource: 'Encounter/a',
        code: 'duplicate',
        severity: 'information',
        message: 'superseded by a newer version in Encounter.2.ndjson:1',
      },
    ]);
    expect(cleaning).toMatchObject({ gaps: [], counts: { read: 3, quarantined: 0, superseded: 1 } });
  });

  it('equal contents count once, without a word', async () => {
    const turned = '{"id":"b","subject":{"reference":"Patient/m-b"},"resourceType":"Encounter"}';
    const cleaning = await clean([file('Encounter.ndjson', `${other}\n${turned}\n${other}\n`)], ['b', 'unknown']);
    expect(kept(cleaning)).toEqual([other]);
    expect(cleaning).toMatchObject({ issues: [], gaps: [], counts: { read: 3, quarantined: 0, superseded: 2 } });
  });

  it('all are quarantined where nothing tells which is newest', async () => {
    const moved = '{"resourceType":"Encounter","id":"b","subject":{"reference":"Patient/z"}}';
    const cleaning = await clean([file('Encounter.ndjson', `${other}\n${moved}\n${encounter('c')}\n`)], ['b']);
    expect(kept(cleaning)).toEqual([encounter('c')]);
    expect(cleaning.issues).toMatchObject([
      { line: 1, resource: 'Encounter/b', code: 'duplicate', severity: 'error' },
      { line: 2, resource: 'Encounter/b', code: 'duplicate', severity: 'error' },
    ]);
    expect(cleaning.gaps).toEqual([
      { resourceType: 'Encounter', subject: 'Patient/m-b' },
      { resourceType: 'Encounter', subject: 'Patient/z' },
    ]);
    expect(cleaning.counts).toEqual({ read: 3, quarantined: 2, superseded: 0 });
  });

  it('a copy that cannot be read leaves the other in place, and a gap', async () => {
    const cleaning = await clean([file('Encounter.ndjson', `${other}\n${other.slice(0, -1)}\n`)], ['b']);
    expect(kept(cleaning)).toEqual([other]);
    expect(cleaning.gaps).toEqual([{ resourceType: 'Encounter', subject: 'Patient/m-b' }]);
  });

  it('places are those of the Bundle that a line came from', async () => {
    const bundled: DataFile = {
      ...file('scratch', `${old}\n${recent}\n`),
      origin: (line) => ({ file: 'b.json', line: 1, entry: line + 4 }),
    };
    const cleaning = await clean([bundled], ['a']);
    expect(cleaning.issues).toMatchObject([
      { file: 'b.json', line: 1, message: 'entry 5: superseded by a newer version in b.json:1 (entry 6)' },
    ]);
  });
});

type Break = (line: string) => string | Buffer;
const BREAKS: Break[] = [
  (line) => line.slice(0, -1),
  (line) => line.slice(0, 20),
  (line) => `${line}${line}`,
  (line) => line.replace('"id"', '"idd"'),
  (line) => line.replace('"resourceType"', '"resourceType":"Encounter","resourceType"'),
  (line) => Buffer.concat([Buffer.from(line.slice(0, -2)), Buffer.from([0xc3]), Buffer.from('"}')]),
  () => '{}',
];

it('any lines, any of them broken, in any order and chunks: exactly the good ones are kept', async () => {
  const lines = fc.array(
    fc.record({ text: fc.string({ unit: 'grapheme' }), broken: fc.option(fc.constantFrom(...BREAKS)) }),
    { maxLength: 12 },
  );
  const property = fc.asyncProperty(
    lines,
    fc.integer({ min: 1, max: 300 }),
    fc.constantFrom('\n', '\r\n', '\n\n'),
    async (given, chunkBytes, end) => {
      const good = given.map(({ text, broken }, index) => ({
        line: encounter(`${index}`, `,"x":${JSON.stringify(text)}`),
        broken,
      }));
      const written = good.flatMap(({ line, broken }) => [
        Buffer.from(broken === null ? line : broken(line)),
        Buffer.from(end),
      ]);
      const cleaning = await clean([file('Encounter.ndjson', Buffer.concat(written))], [], { chunkBytes });
      const whole = good.filter(({ broken }) => broken === null).map(({ line }) => line);
      expect(kept(cleaning)).toEqual(whole);
      expect(cleaning.counts).toEqual({ read: given.length, quarantined: given.length - whole.length, superseded: 0 });
      expect(cleaning.issues).toHaveLength(given.length - whole.length);
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

it('lines with ids that repeat: the result does not depend on files and their order, and every line is accounted for', async () => {
  const line = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    version: fc.constantFrom('1', '2', ''),
    status: fc.constantFrom('x', 'y'),
  });
  const text = ({ id, version, status }: { id: string; version: string; status: string }) =>
    encounter(id, `${version === '' ? '' : `,"meta":{"versionId":"${version}"}`},"status":"${status}"`);
  const property = fc.asyncProperty(
    fc
      .array(line, { maxLength: 8 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(all.length)),
      ),
    async ([all, shuffled, cut]) => {
      const whole = (list: typeof all) => list.map((each) => `${text(each)}\n`).join('');
      const one = await clean([file('Encounter.ndjson', whole(all))], ['a', 'b', 'c']);
      const two = await clean(
        [
          file('Encounter-2.ndjson', whole(shuffled.slice(cut))),
          file('Encounter-1.ndjson', whole(shuffled.slice(0, cut))),
        ],
        ['a', 'b', 'c'],
      );
      expect(kept(two).sort()).toEqual(kept(one).sort());
      expect(two).toMatchObject({ gaps: one.gaps, counts: one.counts });
      expect(one.counts.read).toBe(kept(one).length + one.counts.quarantined + one.counts.superseded);
      expect(one.counts.read).toBe(all.length);
    },
  );
  await fc.assert(property, { numRuns: 60 });
});
