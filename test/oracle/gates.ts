/** The gates of one episode, day by day, and how they combine (case-rate.md, 22, 25, 26 and 27). */
import { withOneOf } from './contact.ts';
import type { Contact } from './contact.ts';
import { dayOf } from './dates.ts';
import type { Day, Range } from './dates.ts';
import { encounterContacts } from './encounters.ts';
import { candidatesOf, hasDay, lies } from './episodes.ts';
import type { Episode } from './episodes.ts';
import { and, or } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { meetingByDeadline, meetingHeld } from './meeting.ts';
import { messageContacts } from './messages.ts';
import { organizationsIn, passed, providerGate } from './organizations.ts';
import type { GateVerdict } from './organizations.ts';
import { referralDates } from './referral.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';

/** Where ranges without a bound are cut: far beyond every date that a test uses. */
const horizon: Range = { lo: dayOf('2025-06-01'), hi: dayOf('2027-01-31') };

/** CPS 5a, PRC 18b (22). */
function recentContact(
  source: Source,
  settings: Settings,
  { member, provider }: Episode,
  contacts: readonly Contact[],
  day: Day,
): GateVerdict {
  // whose contacts count is unknown
  if (provider === '') return { outcome: 'I', reason: 'contact-undecided' };
  const window = { lo: day - settings.windowDates + 1, hi: day };
  const carries = (contact: Contact): Kleene => and([contact.counts, lies(contact, window, settings)]);
  const best = or(contacts.map(carries));
  const carriers = contacts.filter((contact) => carries(contact) === 'S').map(({ id }) => id);
  if (best === 'S') return { ...passed, carriers };
  if (best === 'I') return { outcome: 'I', reason: 'contact-undecided' };
  return source.isComplete('Encounter', member) && source.isComplete('Communication', member)
    ? { outcome: 'N', reason: 'no-contact-in-window' }
    : { outcome: 'I', reason: 'contact-source-incomplete' };
}

/** What may be a contact of the member with the provider; with whichever, where the episode names none. */
function contactsWith(source: Source, settings: Settings, member: string, provider: string): Contact[] {
  if (provider !== '')
    return [
      ...encounterContacts(source, settings, member, provider),
      ...messageContacts(source, settings, member, provider),
    ];
  return withOneOf(organizationsIn(source).flatMap((each) => contactsWith(source, settings, member, each)));
}

/** One verdict for each day of the episode; none for other days. */
export function judgeEpisode(
  source: Source,
  settings: Settings,
  episode: Episode,
): (day: Day) => GateVerdict | undefined {
  const { member, provider } = episode;
  const contacts = contactsWith(source, settings, member, provider);
  const candidates = candidatesOf(episode, contacts, settings);
  const recent = (day: Day): GateVerdict => recentContact(source, settings, episode, contacts, day);
  const gatesOn = ((): ((day: Day) => GateVerdict[]) => {
    if (settings.service === 'prc')
      return (day) => [meetingHeld(source, settings, episode, candidates, day), recent(day)];
    const referral = referralDates(source, settings, episode, candidates, horizon);
    const meeting = meetingByDeadline(source, settings, episode, candidates, referral, horizon);
    return (day) => [recent(day), meeting(day), providerGate(source, provider, member, day)];
  })();
  return (day) => {
    const within = hasDay(episode, day);
    if (within === 'N') return undefined;
    // 2: the doubtful days are I, even where a gate is N
    if (within === 'I') return { outcome: 'I', reason: 'episode-dates-unknown' };
    const gates = gatesOn(day);
    const outcome = and(gates.map((gate) => gate.outcome));
    const decisive = gates.find((gate) => gate.outcome === outcome) ?? passed;
    return outcome === 'S' ? { ...passed, carriers: gates.flatMap(({ carriers }) => carriers ?? []) } : decisive;
  };
}
