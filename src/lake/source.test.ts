import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { placeOf } from './data-file.ts';
import { parseJson } from './json-text.ts';
import { openSource } from './source.ts';
import type { Source } from './source.ts';

let folder = '';
let scratch = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-'));
  scratch = mkdtempSync(join(tmpdir(), 'scratch-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(scratch, { recursive: true });
});

function put(files: Record<string, unknown>): void {
  for (const [name, contents] of Object.entries(files)) {
    writeFileSync(
      join(folder, name),
      typeof contents === 'string' || Buffer.isBuffer(contents) ? contents : JSON.stringify(contents),
    );
  }
}

function open(): Promise<Source> {
  return openSource(folder, scratch);
}

function lines(source: Source, type: string): string[] {
  return (source.files.get(type) ?? []).flatMap(({ path }) => readFileSync(path, 'utf8').split('\n').slice(0, -1));
}

const bundle = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'collection', entry });
const of = (resource: unknown) => ({ resource });
const patient = { resourceType: 'Patient', id: 'm-1' };
const encounter = { resourceType: 'Encounter', id: 'c-1', subject: { reference: 'Patient/m-1' } };
const UUID = 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a';

describe('a folder', () => {
  it('gives each type its files, in the order of their names', async () => {
    put({
      'Encounter.ndjson': '',
      'Encounter-2.ndjson.gz': '',
      'Encounter.000.ndjson': '',
      'Coverage.parquet': '',
      'Organization.json.ndjson': '',
    });
    const source = await open();
    expect(source).toMatchObject({ kind: 'folder', ignored: [], issues: [], gaps: [] });
    expect([...source.files.keys()]).toEqual(['Coverage', 'Encounter', 'Organization']);
    expect(source.files.get('Encounter')?.map(({ name }) => name)).toEqual([
      'Encounter-2.ndjson.gz',
      'Encounter.000.ndjson',
      'Encounter.ndjson',
    ]);
    expect(source.files.get('Coverage')?.map(({ format }) => format)).toEqual(['parquet']);
    expect(source.complete).toEqual(new Set(['Encounter', 'Coverage', 'Organization']));
  });

  it('names once what is no data, and loudly what looks like it', async () => {
    put({
      'issues.csv': '',
      'package.json': { name: 'x' },
      'list.json': [1],
      'encounter.ndjson': '',
      'Contact.ndjson': '',
      'DomainResource.ndjson': '',
    });
    mkdirSync(join(folder, 'Encounter.ndjson'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'Patient.ndjson'));
    const source = await open();
    const names = [
      'Contact.ndjson',
      'DomainResource.ndjson',
      'Encounter.ndjson',
      'Patient.ndjson',
      'encounter.ndjson',
      'issues.csv',
      'list.json',
      'package.json',
    ];
    expect(source.ignored).toEqual(names);
    expect(source.issues.map(({ file }) => file)).toEqual(names);
    expect(source.issues.filter(({ severity }) => severity === 'warning').map(({ file }) => file)).toEqual([
      'Contact.ndjson',
      'DomainResource.ndjson',
      'encounter.ndjson',
    ]);
    expect(source.files.size).toBe(0);
  });

  it('may be several paths, as one source, each file once', async () => {
    put({ 'Encounter.ndjson': '', 'a.json': patient });
    const source = await openSource([join(folder, 'a.json'), folder, `${folder}/`], scratch);
    expect(source.files.get('Encounter')).toHaveLength(1);
    expect(source.files.get('Encounter')?.[0]?.name).toBe(join(folder, 'Encounter.ndjson'));
  });
});

describe('a path', () => {
  it('that does not exist is wrong usage', async () => {
    await expect(openSource(join(folder, 'no'), scratch)).rejects.toThrow(
      new UsageError(`${join(folder, 'no')} does not exist`),
    );
  });
  it.each(['issues.csv', 'encounter.ndjson'])('%s that is no data is wrong usage', async (name) => {
    put({ [name]: '' });
    await expect(openSource(join(folder, name), scratch)).rejects.toThrow(UsageError);
  });
  it('may be one file', async () => {
    put({ 'Encounter.ndjson': '', 'b.json': bundle(of(patient)) });
    const ndjson = await openSource(join(folder, 'Encounter.ndjson'), scratch);
    expect(ndjson).toMatchObject({ kind: 'file', complete: new Set(['Encounter']) });
    const json = await openSource(join(folder, 'b.json'), scratch);
    expect(json).toMatchObject({ kind: 'file', complete: new Set() });
    expect(lines(json, 'Patient')).toEqual([JSON.stringify(patient)]);
  });
});

describe('a .json file', () => {
  it('counts beside NDJSON, and makes no type complete', async () => {
    put({ 'Patient.ndjson': '', 'a.json': bundle(of(patient), of(encounter)), 'b.json': encounter });
    const source = await open();
    expect(source.complete).toEqual(new Set(['Patient']));
    expect(source.files.get('Patient')).toHaveLength(2);
    expect(lines(source, 'Encounter')).toEqual([JSON.stringify(encounter), JSON.stringify(encounter)]);
    const [file] = source.files.get('Encounter') ?? [];
    expect(file && [placeOf(file, 1), placeOf(file, 2)]).toEqual([
      { file: 'a.json', line: 1, entry: 2 },
      { file: 'b.json', line: 1 },
    ]);
  });

  it('keeps its resources as they are written, each in one line', async () => {
    const exact =
      '{ "resourceType": "Observation",\r\n "id":"o",\n "valueQuantity": {"value": 0.10, "x": 9007199254740993, "y": "é\\n\\ud800"}, "z":1, "z":2 }';
    put({
      'a.json': `\uFEFF{"entry" :\n [\n{"resource":${exact}}\n,\n\n {"resource":{"resourceType":"Patient","id":"p"}} ],\n"resourceType":"Bundle"}`,
      'b.json': exact,
    });
    const source = await open();
    const line = exact.replace(/[\r\n]/g, ' ');
    expect(source.issues).toEqual([]);
    expect(lines(source, 'Observation')).toEqual([line, line]);
    expect(lines(source, 'Patient')).toEqual(['{"resourceType":"Patient","id":"p"}']);
    const [file] = source.files.get('Patient') ?? [];
    expect(file && placeOf(file, 1)).toEqual({ file: 'a.json', line: 8, entry: 2 });
  });

  it('larger than what is read at once', async () => {
    const entries = Array.from({ length: 3000 }, (_, index) =>
      of({ ...patient, id: `p-${index}`, x: 'é}],{['.repeat(50) }),
    );
    put({ 'a.json': bundle(...entries) });
    const source = await open();
    expect(source.issues).toEqual([]);
    expect(lines(source, 'Patient')).toEqual(entries.map(({ resource }) => JSON.stringify(resource)));
  });

  it('has ids and references within it resolved', async () => {
    const reference = (to: string) => ({
      resourceType: 'Encounter',
      id: 'x',
      subject: { reference: to },
      text: { div: `"reference":"${UUID}"` },
    });
    put({
      'a.json': bundle({ resource: reference(UUID) }, { fullUrl: UUID, resource: { resourceType: 'Patient' } }),
      'b.json': bundle(
        { fullUrl: UUID, resource: { resourceType: 'Patient', id: 'own' } },
        { resource: reference(UUID) },
      ),
      'c.json': bundle(
        { fullUrl: 'https://server/fhir/Patient/url', resource: { resourceType: 'Patient' } },
        { resource: reference('urn:uuid:other') },
      ),
      'd.json': bundle({ fullUrl: 'https://server/fhir/Group/url', resource: { resourceType: 'Patient' } }),
    });
    const source = await open();
    expect(lines(source, 'Patient').map(parseJson)).toEqual([
      { resourceType: 'Patient', id: '61ebe359-bfdc-4613-8bf2-c5e300945f0a' },
      { resourceType: 'Patient', id: 'own' },
      { resourceType: 'Patient', id: 'url' },
      { resourceType: 'Patient' },
    ]);
    expect(lines(source, 'Encounter').map(parseJson)).toEqual([
      { ...reference('Patient/61ebe359-bfdc-4613-8bf2-c5e300945f0a'), text: reference('').text },
      { ...reference('Patient/own'), text: reference('').text },
      reference('urn:uuid:other'),
    ]);
  });

  it.each(['collection', 'transaction', 'batch', 'searchset', 'document'])(
    'may be a Bundle of type %s',
    async (type) => {
      put({ 'a.json': { ...bundle(of(patient)), type } });
      expect(lines(await open(), 'Patient')).toHaveLength(1);
    },
  );

  it('of a type whose entries are not current resources is not read', async () => {
    put({ 'Encounter.ndjson': '', 'a.json': { ...bundle(of(patient)), type: 'history' } });
    const source = await open();
    expect(source.files.has('Patient')).toBe(false);
    expect(source.complete).toEqual(new Set());
    expect(source.issues).toMatchObject([{ file: 'a.json', code: 'not-supported', severity: 'error' }]);
  });

  it('has entries that are no data', async () => {
    const outcome = (severity: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity }] });
    put({
      'a.json': bundle(
        { request: { method: 'DELETE', url: 'Patient/1' } },
        of(outcome('warning')),
        of(outcome('error')),
        of(bundle()),
        of({ resourceType: 'InventoryItem', id: '1' }),
        { search: { mode: 'outcome' }, resource: patient },
        of(encounter),
      ),
    });
    const source = await open();
    expect([...source.files.keys()]).toEqual(['Encounter']);
    expect(source.issues.map(({ severity, code, message }) => [severity, code, message.slice(0, 8)])).toEqual([
      ['information', 'informational', 'entry 1:'],
      ['warning', 'incomplete', 'entry 3:'],
      ['error', 'not-supported', 'entry 4:'],
      ['warning', 'not-supported', 'entry 5:'],
    ]);
  });

  it('of one OperationOutcome is no data either', async () => {
    put({ 'a.json': { resourceType: 'OperationOutcome', issue: [{ severity: 'fatal' }] } });
    const source = await open();
    expect(source.files.size).toBe(0);
    expect(source.issues).toMatchObject([{ severity: 'warning', code: 'incomplete' }]);
  });
});

describe('a broken .json file', () => {
  const good = JSON.stringify(of(patient));

  it.each([
    ['cut off in an entry', `{"resourceType":"Bundle","entry":[${good},\n{"resource":{"resourceType":"Enc`, 2],
    ['cut off before it says what it is', `{"entry":[${good}\n,`, 2],
    ['with something behind it', `{"resourceType":"Bundle","entry":[${good}]}\n\n{}`, 3],
    ['with a member that is none', `{"resourceType":"Bundle","entry":[${good}]\n,foo}`, 2],
  ])('%s: what came before counts, and nothing is complete', async (_, contents, line) => {
    put({ 'Encounter.ndjson': '', 'a.json': contents });
    const source = await open();
    expect(lines(source, 'Patient')).toEqual([JSON.stringify(patient)]);
    expect(source.issues).toMatchObject([{ file: 'a.json', line, code: 'structure', severity: 'error' }]);
    expect(source.complete).toEqual(new Set());
  });

  it('with one entry that cannot be read loses that one', async () => {
    const bad = `{"resource":{"resourceType":"Encounter","id":"c-9","status":finished,"subject":{"reference":"Patient/m-9"}}}`;
    put({ 'Encounter.ndjson': '', 'a.json': `{"resourceType":"Bundle","entry":[${good},\n${bad},${good}]}` });
    const source = await open();
    expect(lines(source, 'Patient')).toHaveLength(2);
    expect(source.issues).toEqual([
      {
        file: 'a.json',
        line: 2,
        resource: 'Encounter/c-9',
        code: 'structure',
        severity: 'error',
        message: 'entry 2: the entry of the Bundle cannot be read',
      },
    ]);
    expect(source.gaps).toEqual([{ resourceType: 'Encounter', subject: 'Patient/m-9' }]);
    expect(source.complete).toEqual(new Set(['Encounter']));
  });

  it.each([
    'null',
    '5',
    '{"resource":5}',
    '{"resource":{}}',
    '',
    '{"resource":{"resourceType":"Patient","id":"1"},"resource":{"resourceType":"Patient","id":"2"}}',
  ])('with the entry %s is named', async (entry) => {
    put({ 'a.json': `{"resourceType":"Bundle","entry":[${good},${entry},${good}]}` });
    const source = await open();
    expect(lines(source, 'Patient')).toHaveLength(2);
    expect(source.issues).toMatchObject([{ line: 1, code: 'structure', severity: 'error' }]);
  });

  it('of one resource makes its type incomplete for whom it is about', async () => {
    put({ 'Encounter.ndjson': '', 'a.json': JSON.stringify({ ...encounter, status: 'x' }).slice(0, -2) });
    const source = await open();
    expect(source.gaps).toEqual([{ resourceType: 'Encounter', subject: 'Patient/m-1' }]);
    expect(source.complete).toEqual(new Set(['Encounter']));
    expect(lines(source, 'Encounter')).toEqual([]);
  });

  it('of NDJSON under a wrong name says so', async () => {
    put({ 'Patient.json': `${JSON.stringify(patient)}\n${JSON.stringify(patient)}\n` });
    const source = await open();
    expect(source.issues[0]?.message).toContain('name it Type.ndjson');
  });

  it.each(['', ' ', 'x', '{"a":', '"', '[1', '{"a":1,}'])('%j is an error', async (contents) => {
    put({ 'a.json': contents });
    const source = await open();
    expect(source.issues).toMatchObject([{ file: 'a.json', code: 'structure', severity: 'error' }]);
    expect(source.files.size).toBe(0);
  });

  it.each(['[]', '5', '"text"', '{}', 'null', '{"entry":[{"a":1}]}'])('%j is none, and ignored', async (contents) => {
    put({ 'a.json': contents });
    const source = await open();
    expect(source).toMatchObject({ ignored: ['a.json'], issues: [{ severity: 'information' }] });
  });
});
