/** The date of the referral that starts an episode's clock (case-rate.md, 24). */
import { anyDay, datesOf } from './dates.ts';
import type { Day, Range } from './dates.ts';
import { recordedEpisodes } from './episodes.ts';
import type { Candidate, Episode } from './episodes.ts';
import { known } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { servicesOf, target, targets } from './resources.ts';
import { isAbove } from './organizations.ts';
import type { ServiceRequest } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';

/** Dates that the referral may have; `none`: there may be no referral whose date is known. */
export interface ReferralDates {
  readonly days: readonly Day[];
  readonly none: boolean;
}

/** Days enough for anything that this model asks: ranges that have no bound are cut to it. */
export function daysOf({ lo, hi }: Range, horizon: Range): Day[] {
  const days: Day[] = [];
  for (let day = Math.max(lo, horizon.lo); day <= Math.min(hi, horizon.hi); day += 1) days.push(day);
  return days;
}

export function referralDates(
  source: Source,
  settings: Settings,
  episode: Episode,
  candidates: readonly Candidate[],
  horizon: Range,
): ReferralDates {
  const existing = [...source.referrals].flatMap(([id, referral]) => {
    const dates = datesOf(referral.authoredOn);
    // 4: what is dated after as-of doesn't exist. Revoked or draft ones still start the clock.
    const exists = referral.status !== 'entered-in-error' && (dates.lo <= source.asOf || dates.lo === -Infinity);
    return exists ? [{ id, referral, dates }] : [];
  });
  const linked = existing.filter(({ id }) => episode.referrals.includes(id));
  if (linked.length > 0)
    return latest(
      linked.map(({ dates }) => ({ days: daysOf(dates, horizon), mayNotBe: false })),
      linked.every(({ dates }) => dates.lo === -Infinity),
    );
  // unlinked: no episode links to it
  const anyLinked = new Set([...source.episodes.values()].flatMap(({ referralRequest }) => targets(referralRequest)));
  const previousEnds = previousEndsOf(source, settings, episode, horizon);
  const meetings = candidates.filter(({ kinds }) => kinds.has('in-person')).map(({ days }) => days.lo);
  const cutoff = meetings.length > 0 ? Math.min(...meetings) : episode.end.hi;
  const free = existing.filter(
    ({ id, referral }) =>
      !anyLinked.has(id) &&
      target(referral.subject) === episode.member &&
      servicesOf([referral.code]).includes(settings.service) &&
      performedBy(source, referral, episode.provider) !== 'N',
  );
  const worlds = previousEnds.map((previousEnd) =>
    latest(
      free.map(({ referral, dates }) => {
        const all = daysOf(dates, horizon);
        const days = all.filter((day) => day > previousEnd && day <= cutoff);
        // one without a date is none whose date is known, whatever the days on which it may have been written
        const undated = dates.lo === -Infinity;
        return {
          days,
          mayNotBe: undated || days.length < all.length || performedBy(source, referral, episode.provider) === 'I',
        };
      }),
      false,
    ),
  );
  return { days: [...new Set(worlds.flatMap(({ days }) => days))], none: worlds.some(({ none }) => none) };
}

/**
 * Whether a referral is to the provider, where it names a performer; in doubt where the episode names no provider. A referral to a
 * component, or to who is a subcontractor at some time, is taken as one to the provider above: the text leaves that open.
 */
function performedBy(source: Source, { performer }: ServiceRequest, provider: string): Kleene {
  if (performer.length === 0) return 'S';
  if (provider === '') return 'I';
  return known(targets(performer).some((each) => isAbove(source, provider, each, anyDay) !== 'N'));
}

/** Each date that the latest of several may have. */
function latest(each: readonly { days: readonly Day[]; mayNotBe: boolean }[], unknown: boolean): ReferralDates {
  if (unknown) return { days: [], none: true };
  const none = each.every(({ days, mayNotBe }) => mayNotBe || days.length === 0);
  const days = each.flatMap((one) =>
    one.days.filter((day) =>
      each.every(
        (other) => other === one || other.mayNotBe || other.days.length === 0 || other.days.some((its) => its <= day),
      ),
    ),
  );
  return { days: [...new Set(days)], none };
}

/** The last episode that ended strictly before this one began: each date on which it may have ended. */
function previousEndsOf(source: Source, settings: Settings, episode: Episode, horizon: Range): Day[] {
  const others = recordedEpisodes(source, { ...settings, endInclusive: true }).filter(
    (other) => other.id !== episode.id && other.member === episode.member && other.provider === episode.provider,
  );
  const ends = new Set<Day>();
  for (const start of daysOf(episode.start, horizon)) {
    const before = others.map((other) => {
      const all = daysOf(other.end, horizon);
      const days = other.end.lo === Infinity ? [] : all.filter((day) => day < start);
      return { days, mayNotBe: days.length < all.length };
    });
    const { days, none } = latest(before, false);
    for (const day of days) ends.add(day);
    if (none) ends.add(-Infinity);
  }
  return [...ends];
}
