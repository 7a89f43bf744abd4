/**
 * A file is read fast, and line by line only where that fails. So each fault stands alone here, in a file that is good otherwise:
 * the fast read has to stumble over it.
 */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, contact, lines, member, ndjson, sourceOf } from './story.ts';
import { elseOf, errorsOf, issuesOf, spansOf } from './tables.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31', '--no-readings'];
const RESOURCES = [CENTER, ...member('ash', ['2026-03-02']), ...member('birch', ['2026-03-02'])];
const FILES = ndjson([...RESOURCES, { resourceType: 'PractitionerRole', id: 'role' }]);

/** The good file of a type, and a line more. */
function and(type: string, line: string): Record<string, string> {
  return { [`${type}.ndjson`]: `${FILES[`${type}.ndjson`] ?? ''}${line}\n` };
}

describe('one line of a file', () => {
  const out = at('lines');
  let ended: Ended;
  beforeAll(async () => {
    const { resourceType, ...typeless } = contact('birch-2', 'birch', '2026-03-12');
    const source = sourceOf(at('lines-source'), RESOURCES, {
      ...and('Encounter', JSON.stringify(typeless)),
      ...and('Communication', '{"resourceType":"OperationOutcome","id":"x","issue":[{"severity":"error"}]}'),
      ...and('OrganizationAffiliation', 'null'),
      ...and('Patient', JSON.stringify({ resourceType: 'Patient', id: '"><script>alert(1)</script>' })),
      ...and(
        'ServiceRequest',
        JSON.stringify({
          resourceType: 'ServiceRequest',
          id: 'r',
          status: 'a\u0000',
          subject: { reference: 'Patient/ash' },
        }),
      ),
      ...and('Organization', '{"resourceType":"Organization"}'),
      ...and('EpisodeOfCare', '{"resourceType":"EpisodeOfCare","id":"e","status":"active"}'),
      ...and('PractitionerRole', JSON.stringify(CENTER)),
    });
    expect(resourceType).toBe('Encounter');
    ended = await peerbridge(['check', source, ...MARCH, '--out', out]);
  });

  test('is found, whatever is wrong with it', () => {
    expect(ended.code).toBe(3);
    expect(errorsOf(out)).toEqual([
      'Communication.ndjson:1 structure',
      'Encounter.ndjson:5 required',
      'EpisodeOfCare.ndjson:3 required',
      'Organization.ndjson:2 required',
      'OrganizationAffiliation.ndjson:1 structure',
      'Patient.ndjson:3 value',
      'PractitionerRole.ndjson:2 structure',
      'ServiceRequest.ndjson:3 structure',
    ]);
  });

  test('that tells of a failed export makes its type incomplete', () => {
    expect(elseOf(out, 'ash')).toBe('insufficient-data contact-source-incomplete');
  });
});

test('an id that is no FHIR id never comes out as evidence', async () => {
  const out = at('ids');
  const odd = ['=cmd|calc', 'two words', '"},<script>alert(1)</script>', 'x'.repeat(65)];
  const encounters = odd.map((id, index) => contact(id, 'ash', `2026-03-1${String(index)}`));
  const fits = contact('y'.repeat(64), 'birch', '2026-03-10');
  const source = sourceOf(at('ids-source'), [...RESOURCES, ...encounters, fits]);
  const { code } = await peerbridge(['check', source, ...MARCH, '--out', out]);
  expect(code).toBe(3);
  expect(errorsOf(out)).toEqual([5, 6, 7, 8].map((line) => `Encounter.ndjson:${String(line)} value`));
  expect(issuesOf(out).map(({ resource }) => resource)).toEqual(['', '', '', '']);
  const evidence = spansOf(out).flatMap((span) => span.evidence.split(' '));
  expect(evidence).toContain(`Encounter/${'y'.repeat(64)}`);
  expect(evidence.filter((one) => one !== '' && !/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(one))).toEqual([]);
});

describe('a compressed file', () => {
  const out = at('gzip');
  const many = lines(RESOURCES.filter(({ resourceType }) => resourceType === 'Encounter'));
  const whole = gzipSync(many);
  // so that what is left ends with a whole line: stored, not compressed, after the first block
  const cutAtLine = Buffer.concat([gzipSync(many, { level: 0 }).subarray(0, 10 + 5 + many.length)]);
  let ended: Ended;
  beforeAll(async () => {
    const source = sourceOf(at('gzip-source'), RESOURCES, {
      'Encounter.1.ndjson.gz': cutAtLine,
      'Communication.1.ndjson.gz': whole.subarray(0, -30),
      'Patient.1.ndjson.gz': 'this is no gzip file',
      'ServiceRequest.1.ndjson.gz': '',
      'Organization.1.ndjson.gz': Buffer.concat([
        gzipSync(lines([{ ...CENTER, id: 'other' }])),
        Buffer.from('rubbish'),
      ]),
    });
    ended = await peerbridge(['check', source, ...MARCH, '--out', out]);
  });

  test('that is cut off, even between two lines, or is none, is named and makes its type incomplete', () => {
    expect(ended.code).toBe(3);
    const files = new Set(
      issuesOf(out)
        .filter(({ severity }) => severity === 'error')
        .map(({ file }) => file),
    );
    expect([...files]).toEqual(
      ['Communication', 'Encounter', 'Organization', 'Patient', 'ServiceRequest'].map((type) => `${type}.1.ndjson.gz`),
    );
    expect(elseOf(out, 'ash')).toBe('insufficient-data contact-source-incomplete');
  });

  test('that is broken leaves what other files say', () => {
    expect(spansOf(out).filter(({ outcome }) => outcome === 'satisfied')).toHaveLength(2);
  });
});
