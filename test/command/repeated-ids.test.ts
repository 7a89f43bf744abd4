import { beforeAll, describe, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';
import { workshop } from './folders.ts';
import { CENTER, contact, lines, member, sourceOf } from './story.ts';
import type { Resource } from './story.ts';
import { daysOf, elseOf, issuesOf } from './tables.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31', '--no-readings'];
const OPEN = 'insufficient-data contact-source-incomplete';
const SATISFIED = 'satisfied all-gates-satisfied';

/** Two copies of one contact, on two dates. */
function copies(id: string, older: object, newer: object): [Resource, Resource] {
  return [contact(`${id}-x`, id, '2026-03-10', { meta: older }), contact(`${id}-x`, id, '2026-03-20', { meta: newer })];
}

const MEMBERS = ['equal', 'version', 'updated', 'both'];
const EQUAL = contact('equal-x', 'equal', '2026-03-10');
const VERSIONS = copies('version', { versionId: '9' }, { versionId: '10' });
const UPDATES = copies(
  'updated',
  { lastUpdated: '2026-03-21T23:30:00-05:00' },
  { lastUpdated: '2026-03-22T04:30:01Z' },
);
const BOTH = copies(
  'both',
  { versionId: '1', lastUpdated: '2026-03-25T00:00:00Z' },
  { versionId: '2', lastUpdated: '2026-03-24T00:00:00Z' },
);
const DECIDABLE = [CENTER, ...MEMBERS.flatMap((id) => member(id, [])), EQUAL, ...BOTH];
/** The same in another order of members and with other white space. */
const RESHAPED = JSON.stringify(Object.fromEntries(Object.entries(EQUAL).toReversed()), null, 1).replaceAll('\n', ' ');

describe('copies of which one counts', () => {
  const out = at('decidable');
  let ended: Ended;
  beforeAll(async () => {
    const source = sourceOf(at('decidable-source'), DECIDABLE, {
      'Encounter-2.ndjson': lines([...VERSIONS, ...UPDATES.toReversed()]),
      'Encounter.3.ndjson': `${RESHAPED}\n`,
    });
    ended = await peerbridge(['check', source, ...MARCH, '--out', out]);
  });

  test('are no error', () => {
    expect(ended.code).toBe(0);
    expect(issuesOf(out).filter(({ severity }) => severity !== 'information')).toEqual([]);
  });

  test('that are equal count once', () => {
    expect(daysOf(out, 'equal')).toContain(`2026-03-10 2026-03-16 ${SATISFIED}`);
    expect(issuesOf(out).filter(({ resource }) => resource === 'Encounter/equal-x')).toEqual([]);
  });

  test.each([
    ['version', 'the higher version, as a number'],
    ['updated', 'the later instant, whatever its offset'],
    ['both', 'the version before the instant'],
  ])('%s: %s wins', (id) => {
    expect(daysOf(out, id).filter((day) => day.includes(' satisfied '))).toEqual([
      `2026-03-20 2026-03-26 ${SATISFIED}`,
    ]);
    const superseded = issuesOf(out).filter(({ resource }) => resource === `Encounter/${id}-x`);
    expect(superseded.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['information duplicate']);
  });
});

describe('copies of which none counts', () => {
  const out = at('undecidable');
  let ended: Ended;
  beforeAll(async () => {
    const source = sourceOf(at('undecidable-source'), [CENTER, ...member('torn', []), ...member('sound', [])], {
      'Encounter-2.ndjson': lines([contact('torn-x', 'torn', '2026-03-10')]),
      'Encounter-3.ndjson': lines([contact('torn-x', 'torn', '2026-03-20', { meta: { versionId: '3' } })]),
    });
    ended = await peerbridge(['check', source, ...MARCH, '--out', out]);
  });

  test('are all quarantined', () => {
    expect(ended.code).toBe(3);
    expect(
      issuesOf(out).map(({ file, line, resource, code, severity }) => [file, line, resource, code, severity]),
    ).toEqual([
      ['Encounter-2.ndjson', '1', 'Encounter/torn-x', 'duplicate', 'error'],
      ['Encounter-3.ndjson', '1', 'Encounter/torn-x', 'duplicate', 'error'],
    ]);
  });

  test('leave the days of their member open, and no others', () => {
    expect(elseOf(out, 'torn')).toBe(OPEN);
    expect(elseOf(out, 'sound')).toBe('not-satisfied no-contact-in-window');
  });
});
