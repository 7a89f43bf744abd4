import { COLLATERAL } from '../activities.ts';
import type { Stretch } from '../calendar.ts';
import { TYPE, UNKNOWN_MODE } from '../codes.ts';
import type { Contact } from '../contacts.ts';
import { isAlone, isDone, isHeld } from './contacts-held.ts';
import { byEpisode, ofBoth, termOf } from './member-facts.ts';
import type { MemberClause, MemberFacts } from './member-facts.ts';
import { byMonth, touches } from './months.ts';
import { isOn } from './verdict.ts';
import type { Course, Verdict } from './verdict.ts';

export const ACTIVITY_CLAUSES: readonly MemberClause[] = [
  ...ofBoth('CPS-CS-3a', 'PRC-SC-6', linked),
  { clause: 'PRC-SC-8', service: 'prc', course: linked },
  ...ofBoth('CPS-CS-3b', 'PRC-SC-9', wentAlong),
  ...ofBoth('CPS-CS-3c', 'PRC-SC-15', (facts) => done(facts, 'transportation-assist', 'not-applicable')),
  ...ofBoth('CPS-CS-5c-1', 'PRC-SC-18c-2', workedAlone),
  { clause: 'CPS-CS-5c-3', service: 'cps', course: (facts) => documented(facts, collateralOf(facts)) },
  {
    clause: 'CPS-PS-1',
    service: 'cps',
    course: (facts) => documented(facts, [...contactsOf(facts, hasNote(facts)), ...collateralOf(facts)]),
  },
  {
    clause: 'PRC-PD-3-doc',
    service: 'prc',
    course: (facts) =>
      documented(
        facts,
        contactsOf(facts, () => true),
      ),
  },
  // no extract holds progress notes: once an episode is over, they are missing
  {
    clause: 'PRC-PD-4-use',
    service: 'prc',
    course: (facts) =>
      byEpisode(facts, 'best', ({ end }) =>
        end !== null && end <= facts.period.to ? 'not-satisfied' : 'insufficient-data',
      ),
  },
  { clause: 'PRC-PD-4-soc', service: 'prc', course: stageNoted },
];

/** Something that a worker did, on a day or in a month, and whether its record shows what it must. */
interface Deed {
  readonly days: Stretch;
  readonly isComplete: boolean;
}

/** Once in the episode, by a worker of the provider; of one that nobody signed it may be. */
function done(facts: MemberFacts, code: string, without: Verdict): Course {
  const activities = facts.record.activities.filter((activity) => activity.code === code);
  return byEpisode(facts, 'best', (episode) => {
    const there = activities.filter(({ day }) => isOn(termOf(episode), day));
    if (there.some(({ role }) => role !== null && isTheirs(facts, role.kind, role.organization))) return 'satisfied';
    return there.some(({ role }) => role === null) ? 'insufficient-data' : without;
  });
}

function linked(facts: MemberFacts): Course {
  return done(facts, 'linkage', 'insufficient-data');
}

/** Prepared an appointment with the member, or went along to it. */
function wentAlong(facts: MemberFacts): Course {
  const contacts = facts.story.contacts.filter(
    (contact) =>
      isDone(contact) &&
      [TYPE.accompaniment, TYPE.preparation].some((type) => type === contact.form.type) &&
      !isAlone(contact),
  );
  return byEpisode(facts, 'best', (episode) =>
    contacts.some(
      ({ days, role }) => isOn(termOf(episode), days.first) && isTheirs(facts, role.kind, role.organization),
    )
      ? 'satisfied'
      : 'insufficient-data',
  );
}

/** Work without the member in each month; as long as the month isn't over, it may still come. */
function workedAlone(facts: MemberFacts): Course {
  const deeds = collateralOf(facts);
  return byMonth(facts, 'best', (month) => {
    const there = deeds.filter(({ days }) => touches(days, month));
    if (there.some(({ isComplete }) => isComplete)) return 'satisfied';
    return there.length > 0 || month.last > facts.period.to ? 'insufficient-data' : 'not-satisfied';
  });
}

/** The record of each deed of a month shows all that it must. */
function documented(facts: MemberFacts, deeds: readonly Deed[]): Course {
  return byMonth(facts, 'worst', (month) => {
    const there = deeds.filter(({ days }) => touches(days, month));
    if (there.length === 0) return 'not-applicable';
    return there.every(({ isComplete }) => isComplete) ? 'satisfied' : 'insufficient-data';
  });
}

/** Contacts, and the member's own messages, which say all by themselves. */
function contactsOf(facts: MemberFacts, isNoted: (contact: Contact) => boolean): Deed[] {
  const { story, service, provider } = facts;
  const contacts = story.contacts.filter(
    (contact) => contact.service === service && contact.provider === provider && isHeld(contact),
  );
  const messages = story.messages.filter(
    ({ isFromMember, episode }) => isFromMember && episode.service === service && episode.provider === provider,
  );
  return [
    ...contacts.map((contact) => {
      const { days, form } = contact;
      const isDated = days.first === days.last;
      return { days, isComplete: isDated && form.mode !== UNKNOWN_MODE && isNoted(contact) };
    }),
    ...messages.map(({ day }) => ({ days: { first: day, last: day }, isComplete: true })),
  ];
}

function hasNote({ record }: MemberFacts): (contact: Contact) => boolean {
  return (contact) => record.aims.pursued.has(contact);
}

/** Work without the member, also where it was entered among the contacts. What nobody signed may be this provider's. */
function collateralOf(facts: MemberFacts): Deed[] {
  const activities = facts.record.activities.filter(
    ({ code, role }) => COLLATERAL.includes(code) && (role === null || isTheirs(facts, role.kind, role.organization)),
  );
  const entered = facts.story.contacts.filter(
    (contact) => isDone(contact) && isAlone(contact) && isTheirs(facts, contact.role.kind, contact.role.organization),
  );
  return [
    ...activities.map(({ day, role }) => ({ days: { first: day, last: day }, isComplete: role !== null })),
    ...entered.map(({ days }) => ({ days, isComplete: true })),
  ];
}

function isTheirs({ service, provider }: MemberFacts, kind: string, organization: string): boolean {
  return kind === service && organization === provider.id;
}

function stageNoted(facts: MemberFacts): Course {
  const days = facts.record.stages.map(({ contact }) => contact.days.first);
  return byEpisode(facts, 'best', (episode) =>
    days.some((day) => isOn(termOf(episode), day)) ? 'satisfied' : 'insufficient-data',
  );
}
