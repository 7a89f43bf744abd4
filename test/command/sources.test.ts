import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { collection, document, searchset, transaction, uuidOf } from './bundles.ts';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { bytesOf, folderWith, workshop } from './folders.ts';
import { CENTER, contact, member, ndjson, sourceOf } from './story.ts';
import { daysOf, elseOf, errorsOf, issuesOf, spansOf } from './tables.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31', '--no-readings', '--format', 'csv'];
const DATES = ['2026-03-02'];
const SATISFIED = '2026-03-02 2026-03-08 satisfied all-gates-satisfied';
const INCOMPLETE = 'insufficient-data contact-source-incomplete';
const NEEDED = ['--complete', 'Encounter,Communication', '--complete', 'OrganizationAffiliation'];

function checkInto(name: string, sources: readonly string[], more: readonly string[] = []): Promise<Ended> {
  return peerbridge(['check', ...sources, ...MARCH, ...more, '--out', at(name)]);
}

describe('a folder of Bundles', () => {
  // a transaction's resources get the ids of their entries
  const posted = uuidOf('Patient/posted');
  const members = ['collected', posted, 'found', 'written'];
  let ended: readonly Ended[];
  beforeAll(async () => {
    const files = {
      'a.json': collection([CENTER, ...member('collected', DATES)]),
      'b.json': transaction(member('posted', DATES)),
      'c.json': searchset(member('found', DATES), 'error'),
      'd.json': document(member('written', DATES)),
      'one resource.json': `\uFEFF${JSON.stringify(contact('late', 'found', '2026-03-20'), null, 2)}`,
    };
    const source = folderWith(at('bundles'), files);
    ended = await Promise.all([checkInto('open', [source]), checkInto('declared', [source], NEEDED)]);
  });

  test('is read, whatever the kind of Bundle', () => {
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    for (const id of members) expect(daysOf(at('open'), id)).toContain(SATISFIED);
    expect(daysOf(at('open'), 'found')).toContain('2026-03-20 2026-03-26 satisfied all-gates-satisfied');
  });

  test('makes no type complete, unless somebody says so', () => {
    for (const id of members) {
      expect(elseOf(at('open'), id)).toBe(INCOMPLETE);
      expect(elseOf(at('declared'), id)).toBe('not-satisfied no-contact-in-window');
    }
  });

  test('where the server tells of an error: it is passed on as a warning, and is no data', () => {
    expect(issuesOf(at('open')).map(({ file, code, severity }) => [file, code, severity])).toEqual([
      ['c.json', 'incomplete', 'warning'],
    ]);
  });
});

describe('one file, and several paths', () => {
  let ended: readonly Ended[];
  beforeAll(async () => {
    const { 'Encounter.ndjson': encounters = '', ...others } = ndjson([CENTER, ...member('ash', DATES)]);
    folderWith(at('parts'), {
      'set.json': searchset([CENTER, ...member('found', DATES)], 'information'),
      'torn.json': collection([CENTER, ...member('birch', DATES)]).slice(0, -200),
      'contacts/Encounter.ndjson': encounters,
      ...Object.fromEntries(Object.entries(others).map(([name, text]) => [`rest/${name}`, text])),
    });
    ended = await Promise.all([
      checkInto('bundle', [at('parts', 'set.json')]),
      checkInto('paths', [at('parts', 'rest'), at('parts', 'contacts', 'Encounter.ndjson')]),
      checkInto('torn', [at('parts', 'rest'), at('parts', 'contacts'), at('parts', 'torn.json')]),
    ]);
  });

  test('one Bundle is a source', () => {
    expect(ended[0]?.code).toBe(0);
    expect(daysOf(at('bundle'), 'found')).toContain(SATISFIED);
    expect(issuesOf(at('bundle'))).toEqual([]);
  });

  test('a folder and a file are one source', () => {
    expect(ended[1]?.code).toBe(0);
    expect(daysOf(at('paths'), 'ash')).toContain(SATISFIED);
    expect(elseOf(at('paths'), 'ash')).toBe('not-satisfied no-contact-in-window');
  });

  test('a Bundle that is cut off is an error, what it still holds is data, and nothing is known complete', () => {
    expect(ended[2]?.code).toBe(3);
    expect(errorsOf(at('torn')).map((error) => error.replace(/^.*\//, ''))).toEqual([
      expect.stringMatching(/^torn\.json:\d+ structure$/),
    ]);
    expect(daysOf(at('torn'), 'birch')).not.toEqual([]);
    expect(elseOf(at('torn'), 'ash')).toBe(INCOMPLETE);
  });
});

const summarySchema = z.object({
  specifications: z.array(z.object({ memberDays: z.record(z.string(), z.number()) })),
  source: z.object({
    typesWithoutFile: z.array(z.string()),
    ignoredFiles: z.array(z.string()),
    notFound: z.array(z.string()),
  }),
});

/** The summary that a check wrote. */
function summaryOf(name: string): z.infer<typeof summarySchema> {
  return summarySchema.parse(JSON.parse(bytesOf(at(name))['summary.json'] ?? ''));
}

test('other files are passed over and named once, and so are types that have no file', async () => {
  const others = {
    'README.md': '',
    'notes.txt': '',
    'package.json': '{"name":"x"}',
    'inner/Encounter.ndjson': 'broken',
  };
  const source = sourceOf(at('others'), [CENTER, ...member('ash', DATES)], { ...others, 'contacts.ndjson': '{}' });
  const { code, stdout } = await checkInto('passed', [source], ['--clauses', 'case-rate']);
  expect(code).toBe(0);
  const names = ['README.md', 'contacts.ndjson', 'inner', 'notes.txt', 'package.json'];
  expect(issuesOf(at('passed')).map(({ file, severity }) => `${severity} ${file}`)).toEqual(
    names.map((name) => `${name === 'contacts.ndjson' ? 'warning' : 'information'} ${name}`),
  );
  expect(summaryOf('passed').source).toEqual({
    typesWithoutFile: ['Coverage', 'PractitionerRole'],
    ignoredFiles: names,
    notFound: [],
  });
  expect(stdout).toContain('no file of Coverage, PractitionerRole');
  for (const name of names) expect(stdout.split(name)).toHaveLength(2);
  expect(daysOf(at('passed'), 'ash')).toContain(SATISFIED);
});

const synthea = fileURLToPath(new URL('../../../shared/testdata/synthea/', import.meta.url));
const isHere = existsSync(join(synthea, 'Encounter.000.ndjson'));

// Where the data isn't there, CI is told by a failure, anybody else by the title.
test.skipIf(!isHere && process.env['CI'] === undefined)(
  `an ordinary server's data has no peer services, and that is said${isHere ? '' : ' (skipped: ../shared/testdata is not here)'}`,
  async () => {
    const { code, stdout } = await checkInto('synthea', [synthea]);
    expect(code).toBe(0);
    expect(spansOf(at('synthea'))).toEqual([]);
    const { source, specifications } = summaryOf('synthea');
    expect(source.notFound).toContain('EpisodeOfCare: none in the source');
    expect(source.notFound).toContain('Encounter: 1215 read, none of a peer service');
    for (const { memberDays } of specifications)
      expect(memberDays).toEqual({ satisfied: 0, notSatisfied: 0, insufficientData: 0 });
    for (const line of source.notFound) expect(stdout).toContain(line);
  },
);
