/** Ten thousand pages, manifests and lines that are no longer in order: nothing crashes, nothing is dropped in silence. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isResourceType } from '../../src/definitions/elements.ts';
import { readExportManifest } from '../../src/fhir/bulk/export-manifest.ts';
import type { HttpAnswer } from '../../src/fhir/http.ts';
import { readPage } from '../../src/fhir/search/page.ts';
import { parseJson } from '../../src/lake/json-text.ts';
import { ServerError } from '../../src/fhir/server-error.ts';
import { cleanType } from '../../src/lake/cleaning.ts';
import { mutated } from './mutations.ts';
import { PHI, RECORDS } from './records.ts';
import { Exports } from './server/exports.ts';
import { Store } from './server/store.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}; again with SEED=${seed}`);

const STORE = new Store(RECORDS);
const BASE = 'http://127.0.0.1/fhir';

/** What a reader makes of a text: a value, or a ServerError that says nothing of its contents. */
function outcomeOf<T>(read: () => T): T | ServerError {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    expect(PHI.filter((one) => error.message.includes(one))).toEqual([]);
    return error;
  }
}

const bundle = z.object({ entry: z.array(z.unknown()).nullish() });
const entryWithResource = z.object({
  resource: z.looseObject({ resourceType: z.unknown().optional() }),
  search: z.object({ mode: z.unknown() }).nullish().catch(null),
});

/** Resources that JSON.parse finds in a page, but for what the server says about the search. */
function resourcesIn(text: string): unknown[] {
  return (bundle.parse(JSON.parse(text)).entry ?? []).flatMap((one) => {
    const entry = entryWithResource.safeParse(one);
    if (!entry.success || entry.data.resource.resourceType === 'OperationOutcome') return [];
    return entry.data.search?.mode === 'outcome' ? [] : [entry.data.resource];
  });
}

function answerOf(text: string): HttpAnswer {
  const headers = { 'content-type': 'application/fhir+json' };
  return { status: 200, headers, url: new URL(BASE), bytes: Buffer.from(text), retryAfter: null };
}

test('a page gives every resource that is on it, or fails', () => {
  const texts = ['', '?_page=10', '?_page=20'].map((query) =>
    JSON.stringify(STORE.page('Encounter', new URL(`${BASE}/Encounter${query}`), 10)),
  );
  const read = { pages: 0 };
  fc.assert(
    fc.property(mutated(texts), (text) => {
      const page = outcomeOf(() => readPage(answerOf(text), 'Encounter'));
      if (page instanceof ServerError) return;
      // A resource that is no JSON is given as it is, to be quarantined: good data goes on.
      if (page.entries.some(({ line }) => parseJson(line.toString()) === undefined)) return;
      read.pages++;
      const lines = page.entries.map(({ line }): unknown => JSON.parse(line.toString()));
      expect(lines).toEqual(
        resourcesIn(
          Buffer.from(text)
            .toString()
            .replace(/^\ufeff/, ''),
        ),
      );
    }),
    { seed, numRuns: 4000 },
  );
  expect(read.pages, 'some mutated pages can still be read').toBeGreaterThan(100);
});

test('a resource under a key that is written with escapes is not dropped in silence', () => {
  const text = JSON.stringify(STORE.page('Encounter', new URL(`${BASE}/Encounter`), 10));
  for (const hidden of [text.replace('"resource":', '"re\\u0073ource":'), text.replace('"entry":', '"entr\\u0079":')])
    expect(outcomeOf(() => readPage(answerOf(hidden), 'Encounter'))).toBeInstanceOf(ServerError);
});

test('a manifest gives every file that it names, or fails', () => {
  const exports = new Exports(STORE);
  exports.kickOff(
    {
      method: 'GET',
      url: new URL(BASE),
      sent: '',
      path: '$export',
      headers: { prefer: 'respond-async' },
      body: '',
      nth: 1,
      at: 0,
    },
    BASE,
  );
  exports.status(1, BASE, BASE);
  const text = exports.status(1, BASE, BASE).body.toString();
  fc.assert(
    fc.property(mutated([text]), (made) => {
      const json = parseJson(made);
      const manifest = outcomeOf(() => readExportManifest(json, 'export'));
      if (manifest instanceof ServerError) return;
      const output =
        z.object({ output: z.array(z.object({ type: z.string().optional() })).nullish() }).parse(json).output ?? [];
      const files = manifest.files.filter(({ role }) => role === 'output');
      expect(files).toHaveLength(output.filter(({ type }) => type !== undefined && isResourceType(type)).length);
    }),
    { seed, numRuns: 2000 },
  );
});

test('each line of NDJSON is kept byte for byte, or named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const lines = STORE.all('Encounter').map((one) => JSON.stringify(one));
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(mutated(lines), { minLength: 20, maxLength: 20 }), async (made) => {
        const path = join(folder, 'Encounter.ndjson');
        writeFileSync(path, made.join('\n'));
        const given = readFileSync(path, 'utf8')
          .replace(/^\ufeff/, '')
          .split('\n')
          .map((line) => line.replace(/\r$/, ''));
        const { files, issues, counts } = await cleanType(
          'Encounter',
          [{ path, format: 'ndjson', name: 'Encounter.ndjson' }],
          { kind: 'struct', fields: {} },
          { duplicateIds: new Set() },
          folder,
        );
        const kept = files.flatMap((file) => readFileSync(file.path, 'utf8').split('\n').slice(0, -1));
        const written = given.filter((line) => line.trim() !== '');
        expect(counts.read).toBe(kept.length + counts.quarantined);
        expect(issues.filter(({ severity }) => severity === 'error')).toHaveLength(counts.quarantined);
        expect(kept.filter((line) => !written.includes(line))).toEqual([]);
        expect(PHI.filter((one) => JSON.stringify(issues).includes(one))).toEqual([]);
      }),
      { seed, numRuns: 200 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
