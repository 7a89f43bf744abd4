/** What the story's account says of a day, worked out by hand: day 0 is that of the referral, 40 the last that is known. */
import { describe, expect, test } from 'vitest';
import { accountsOf } from './account.ts';
import type { Provider } from './catchment.ts';
import type { Service } from './codes.ts';
import { FIRST_MEETING } from './contact-forms.ts';
import type { Form } from './contact-forms.ts';
import type { Contact } from './contacts.ts';
import type { Episode } from './course.ts';
import type { Story } from './member.ts';
import type { Message, Thread } from './messages.ts';
import { Random } from './random.ts';
import type { Role } from './staff.ts';
import { NO, OPEN, YES } from './truth.ts';
import type { Truth } from './truth.ts';

const PERIOD = { from: 0, to: 40 };
const ROLE: Role = { id: 'role', worker: 'w', organization: 'center', kind: 'cps', first: -100, last: null };
const CENTER: Provider = {
  id: 'center',
  name: 'Center',
  types: ['cbhc'],
  partOf: null,
  isLicensed: true,
  family: 'A',
  byType: YES,
  subcontracts: [],
  roles: [ROLE],
};
const CALL: Form = { ...FIRST_MEETING, mode: 'TEL', inPerson: NO };

const episode = (rest: Partial<Episode> = {}): Episode => ({
  id: 'e-1',
  service: 'cps',
  provider: CENTER,
  start: 0,
  end: null,
  status: 'active',
  referral: { id: 'r-1', days: { first: 0, last: 0 }, isNamed: true },
  reachedOutFrom: 0,
  meeting: 0,
  doubtfulMeeting: null,
  isOnly: true,
  ...rest,
});

const contact = (of: Episode, first: number, form = CALL, last = first): Contact => ({
  id: `c-${first}`,
  service: of.service,
  provider: of.provider,
  episode: of,
  namesEpisode: true,
  days: { first, last },
  form,
  role: ROLE,
});

const message = (of: Episode, day: number, isFromMember: boolean, thread: Thread, medium = 'SMS'): Message => ({
  id: `t-${day}`,
  episode: of,
  day,
  minute: 600,
  isFromMember,
  medium,
  role: ROLE,
  answers: null,
  thread,
});

interface Happened {
  readonly contacts?: readonly Contact[];
  readonly messages?: readonly Message[];
}

/** The days of a member's only account, a letter each: S, I, N, and a dot for a day that is none of an episode. */
function days(
  episodes: readonly Episode[],
  { contacts = [], messages = [] }: Happened,
  service: Service = 'cps',
): string {
  const random = new Random(1, 1, 1);
  const story: Story = { number: 1, key: 'm-1', services: [service], episodes, contacts, messages, random };
  const [account] = accountsOf(story, PERIOD);
  const letter = (truth: Truth | undefined): string => (truth === undefined ? '.' : ['N', 'I', 'S'][truth]) ?? '';
  return Array.from({ length: PERIOD.to + 1 }, (_, day) => letter(account?.days.get(day))).join('');
}

const line = (...parts: readonly (readonly [letter: string, count: number])[]): string =>
  parts.map(([letter, count]) => letter.repeat(count)).join('');

describe('contacts', () => {
  test('carry seven dates for a peer specialist', () => {
    const one = episode();
    expect(days([one], { contacts: [contact(one, 3)] })).toBe(line(['N', 3], ['S', 7], ['N', 31]));
  });

  test('carry twenty-one for a coach', () => {
    const one = episode({ service: 'prc' });
    expect(days([one], { contacts: [contact(one, 3)] }, 'prc')).toBe(line(['N', 3], ['S', 21], ['N', 17]));
  });

  test('carry days of the period from before it', () => {
    const one = episode();
    expect(days([one], { contacts: [contact(one, -4)] })).toBe(line(['S', 3], ['N', 38]));
  });

  test('of a month carry nothing for certain, from its first day to six days after its last', () => {
    const one = episode();
    const doubtful: Form = { ...CALL, counts: { cps: OPEN, prc: OPEN } };
    expect(days([one], { contacts: [contact(one, 5, doubtful, 15), contact(one, 10)] })).toBe(
      line(['N', 5], ['I', 5], ['S', 7], ['I', 5], ['N', 19]),
    );
  });
});

describe('messages', () => {
  test('count on the day of the member’s own, where the provider wrote in the thread', () => {
    const one = episode();
    const thread = { hasProvider: true };
    const messages = [message(one, 2, false, thread), message(one, 4, true, thread)];
    expect(days([one], { messages })).toBe(line(['N', 4], ['S', 7], ['N', 30]));
  });

  test('count where the provider wrote on the same day, in another thread', () => {
    const one = episode();
    const messages = [message(one, 4, false, { hasProvider: true }), message(one, 4, true, { hasProvider: false })];
    expect(days([one], { messages })).toBe(line(['N', 4], ['S', 7], ['N', 30]));
  });

  test('without an answer count for nothing, in neither direction', () => {
    const one = episode();
    const messages = [message(one, 2, false, { hasProvider: true }), message(one, 4, true, { hasProvider: false })];
    expect(days([one], { messages })).toBe(line(['N', 41]));
  });

  test('by e-mail are none of coaching', () => {
    const one = episode({ service: 'prc' });
    const thread = { hasProvider: true };
    expect(days([one], { messages: [message(one, 4, true, thread, 'EML')] }, 'prc')).toBe(line(['N', 41]));
  });
});

describe('the first meeting of a peer specialist', () => {
  const always = (one: Episode): Contact[] => Array.from({ length: 41 }, (_, day) => contact(one, day));
  const met = (rest: Partial<Episode>): string => {
    const one = episode(rest);
    return days([one], { contacts: always(one) });
  };
  const referred = (first: number, last = first): Episode['referral'] => ({
    id: 'r',
    days: { first, last },
    isNamed: true,
  });

  test('on the seventh day lets every day pass', () => {
    expect(met({ meeting: 7 })).toBe(line(['S', 41]));
  });

  test('on the eighth takes the days before it', () => {
    expect(met({ meeting: 8 })).toBe(line(['N', 8], ['S', 33]));
  });

  test('that never was takes every day, once its week is over', () => {
    expect(met({ meeting: null, referral: referred(32) })).toBe(line(['N', 41]));
    expect(met({ meeting: null, referral: referred(33) })).toBe(line(['I', 41]));
  });

  test('without a referral opens the days from it on', () => {
    expect(met({ meeting: 20, referral: null })).toBe(line(['I', 20], ['S', 21]));
  });

  test('after a referral of some month is in time where it is for each of its days', () => {
    expect(met({ meeting: 7, referral: referred(0, 10) })).toBe(line(['S', 41]));
    expect(met({ meeting: 8, referral: referred(0, 10) })).toBe(line(['I', 8], ['S', 33]));
    expect(met({ meeting: 18, referral: referred(0, 10) })).toBe(line(['N', 18], ['S', 23]));
  });

  test('in doubt leaves the days before a certain one open', () => {
    expect(met({ meeting: 15, doubtfulMeeting: 3 })).toBe(line(['I', 15], ['S', 26]));
  });
});

test('a coach’s days pass from the first meeting on, and are open from a doubtful one', () => {
  const one = episode({ service: 'prc', meeting: 15, doubtfulMeeting: 3 });
  const contacts = [contact(one, 0), contact(one, 20)];
  expect(days([one], { contacts }, 'prc')).toBe(line(['N', 3], ['I', 12], ['S', 26]));
});

describe('a vendor', () => {
  const vendor = (byType: Truth): Provider => {
    return { ...CENTER, byType, subcontracts: [{ center: 'c', first: 2, last: 5, isOpenEnded: false }] };
  };
  const served = (byType: Truth): string => {
    const one = episode({ provider: vendor(byType) });
    return days([one], { contacts: [contact(one, 0), contact(one, 7)] });
  };

  test('may be paid for the days of its subcontract', () => {
    expect(served(NO)).toBe(line(['N', 2], ['S', 4], ['N', 35]));
  });

  test('of unknown type, perhaps for the others', () => {
    expect(served(OPEN)).toBe(line(['I', 2], ['S', 4], ['I', 8], ['N', 27]));
  });
});

test('a day of two episodes takes the better answer, and days between episodes are none', () => {
  const first = episode({ end: 5, meeting: null });
  const [second, third] = [episode({ id: 'e-2', start: 5, end: 9 }), episode({ id: 'e-3', start: 12 })];
  const contacts = [contact(first, 2), contact(third, 12)];
  expect(days([first, second, third], { contacts })).toBe(
    line(['N', 5], ['S', 4], ['N', 1], ['.', 2], ['S', 7], ['N', 22]),
  );
});
