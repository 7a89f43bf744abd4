import { describe, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { periodOf } from './period.ts';

const NOTHING_ASKED = { from: undefined, to: undefined, asOf: undefined };

function lastContact(day: string | null, episode: string | null = null): Parameters<typeof periodOf>[1] {
  return [
    { basis: 'episodes', last_date: episode },
    { basis: 'contacts', last_date: day },
  ];
}

describe('three months end with the last contact:', () => {
  test.each([
    ['2026-03-31', '2026-01-01'],
    ['2026-03-04', '2025-12-05'],
    ['2026-05-30', '2026-02-28'],
    ['2024-05-30', '2024-02-29'],
    ['2026-12-31', '2026-10-01'],
    ['2026-11-30', '2026-09-01'],
  ])('%s: from %s on', (last, first) => {
    const period = periodOf(NOTHING_ASKED, lastContact(last, '2027-01-01'));
    expect(period).toEqual({ from: first, to: last, asOf: last, basis: 'contacts' });
  });
});

test('without a contact, with the last begin of an episode; without both, nothing', () => {
  const period = periodOf(NOTHING_ASKED, lastContact(null, '2026-03-31'));
  expect(period).toMatchObject({ from: '2026-01-01', to: '2026-03-31', basis: 'episodes' });
  expect(periodOf(NOTHING_ASKED, lastContact(null))).toEqual({ from: null, to: null, asOf: null, basis: 'nothing' });
});

test('what is asked stands', () => {
  const asked = { from: '2026-03-01', to: '2026-03-31', asOf: '2026-04-30' };
  expect(periodOf(asked, [])).toEqual({ ...asked, basis: 'asked' });
  expect(periodOf({ ...NOTHING_ASKED, from: '2026-03-01' }, lastContact('2026-03-04'))).toEqual({
    from: '2026-03-01',
    to: '2026-03-04',
    asOf: '2026-03-04',
    basis: 'contacts',
  });
});

test('a begin after the last contact is a mistake', () => {
  const asked = { ...NOTHING_ASKED, from: '2026-03-05' };
  expect(() => periodOf(asked, lastContact('2026-03-04'))).toThrow(UsageError);
});
