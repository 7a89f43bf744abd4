/** Episodes, their days, and which contacts are of them (case-rate.md, 2 and 23). */
import type { Contact, Kind } from './contact.ts';
import { anyDay, datesOf } from './dates.ts';
import type { Day, Range } from './dates.ts';
import { and } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { servicesOf, target, targets } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';

export interface Episode {
  readonly id: string;
  readonly member: string;
  /** Empty where the episode names none. */
  readonly provider: string;
  readonly start: Range;
  /** The last day; infinite where it is open. */
  readonly end: Range;
  readonly referrals: readonly string[];
}

/** 2: those whose days are judged. Without a start there are none. */
export function episodesOf(source: Source, settings: Settings): Episode[] {
  return recordedEpisodes(source, settings).filter(({ start }) => start !== anyDay);
}

/** Also those without a start: they may have ended before another began (24). */
export function recordedEpisodes(source: Source, settings: Settings): Episode[] {
  return [...source.episodes].flatMap(([id, episode]) => {
    const counts = ['active', 'onhold', 'finished'].includes(episode.status);
    const ofService = servicesOf(episode.type).includes(settings.service);
    if (!counts || !ofService) return [];
    const end = datesOf(episode.period.end);
    // A48: with false, the end's date is no day of the episode
    const less = settings.endInclusive ? 0 : 1;
    return [
      {
        id,
        member: target(episode.patient) ?? '',
        provider: target(episode.managingOrganization) ?? '',
        start: datesOf(episode.period.start),
        end: episode.period.end === undefined ? lastForever : { lo: end.lo - less, hi: end.hi - less },
        referrals: targets(episode.referralRequest),
      },
    ];
  });
}

const lastForever: Range = { lo: Infinity, hi: Infinity };

/** Whether a day is one of the episode's; in doubt where its partial dates leave that open. */
export function hasDay({ start, end }: Episode, day: Day): Kleene {
  if (start.hi <= day && day <= end.lo) return 'S';
  return start.lo <= day && day <= end.hi ? 'I' : 'N';
}

/** A contact in so far as it is of an episode. */
export interface Candidate {
  /** Dates that it may have as a meeting. */
  readonly days: Range;
  readonly kinds: ReadonlySet<Kind>;
}

/** 23: what may be of an episode. */
export function candidatesOf(episode: Episode, contacts: readonly Contact[], settings: Settings): Candidate[] {
  return contacts.flatMap((contact): Candidate[] => {
    if (contact.episodes.length > 0)
      return contact.episodes.includes(episode.id) ? [{ days: contact.start, kinds: contact.linkedKinds }] : [];
    const lies = liesInEpisode(episode, contact, settings);
    if (lies === 'N') return [];
    const kinds = new Set(contact.kinds);
    if (lies === 'I') kinds.add('nothing');
    // 7: as a meeting its date is its start; 8: never narrowed by the episode
    return [{ days: contact.start, kinds }];
  });
}

function liesInEpisode({ start, end }: Episode, contact: Contact, settings: Settings): Kleene {
  const certain = lies(contact, { lo: start.hi, hi: end.lo }, settings);
  if (certain === 'S') return 'S';
  return lies(contact, { lo: start.lo, hi: end.hi }, settings) === 'N' ? 'N' : 'I';
}

/** 7 and 8: whether a contact lies within dates. */
export function lies({ start, end }: Contact, within: Range, { dateRule }: Settings): Kleene {
  if (within.lo > within.hi) return 'N';
  if (dateRule === 'start') {
    if (within.lo <= start.lo && start.hi <= within.hi) return 'S';
    return start.hi < within.lo || within.hi < start.lo ? 'N' : 'I';
  }
  // any date from start to end: each of the two bounds may be certain, possible or impossible
  const startsInTime: Kleene = start.hi <= within.hi ? 'S' : start.lo <= within.hi ? 'I' : 'N';
  const endsInTime: Kleene = end.lo >= within.lo ? 'S' : end.hi >= within.lo ? 'I' : 'N';
  return and([startsInTime, endsInTime]);
}
