/** The initial meeting: CPS 5b and PRC 18a (case-rate.md, 23 and 26). */
import type { Day, Range } from './dates.ts';
import type { Candidate, Episode } from './episodes.ts';
import { unanimous } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { passed } from './organizations.ts';
import type { GateVerdict } from './organizations.ts';
import { daysOf } from './referral.ts';
import type { ReferralDates } from './referral.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';

const weekOfReferral = 7;

/** 23: each date that the first meeting may have in some world; `undefined`: there may be none. */
export function possibleMeetings(
  candidates: readonly Candidate[],
  settings: Settings,
  horizon: Range,
): (Day | undefined)[] {
  const meetings = candidates.filter(({ kinds }) => kinds.has('in-person'));
  const noMeeting = ({ kinds }: Candidate): boolean => kinds.has('nothing') || kinds.has('remote');
  const noMeetingBefore = (day: Day, other: Candidate): boolean => noMeeting(other) || other.days.hi >= day;
  const nothingBefore = (day: Day, other: Candidate): boolean => other.kinds.has('nothing') || other.days.hi >= day;
  const remoteBefore = (day: Day, other: Candidate): boolean => other.kinds.has('remote') && other.days.lo < day;
  const possible = new Set<Day | undefined>();
  for (const mine of meetings) {
    const others = candidates.filter((other) => other !== mine);
    for (const day of daysOf(mine.days, horizon)) {
      if (!others.every((other) => noMeetingBefore(day, other))) continue;
      if (!settings.mustBeFirst || others.every((other) => nothingBefore(day, other))) possible.add(day);
      // A08: a contact that counts, on an earlier day and not in person, leaves no meeting
      if (settings.mustBeFirst && others.some((other) => remoteBefore(day, other))) possible.add(undefined);
    }
  }
  if (meetings.every(noMeeting)) possible.add(undefined);
  return [...possible];
}

/** 5b on a day, in the world in which the first meeting and the referral have these dates. */
function inWorld(
  meeting: Day | undefined,
  referral: Day | undefined,
  day: Day,
  asOf: Day,
  complete: boolean,
  { lateEffect }: Settings,
): Kleene {
  const absent: Kleene = complete ? 'N' : 'I';
  if (referral === undefined) {
    if (meeting === undefined || lateEffect === 'gate-episode') return 'I';
    return day >= meeting ? 'S' : 'I';
  }
  const deadline = referral + weekOfReferral;
  if (meeting === undefined) return asOf > deadline ? absent : 'I';
  if (meeting <= deadline) return 'S';
  if (lateEffect === 'gate-episode') return absent;
  return day < meeting ? absent : 'S';
}

/** CPS 5b on each day of an episode. */
export function meetingByDeadline(
  source: Source,
  settings: Settings,
  episode: Episode,
  candidates: readonly Candidate[],
  referral: ReferralDates,
  horizon: Range,
): (day: Day) => GateVerdict {
  if (settings.lateEffect === 'finding-only') return () => passed;
  const { asOf } = source;
  const complete = source.isComplete('Encounter', episode.member);
  const meetings = possibleMeetings(candidates, settings, horizon);
  const referrals = [...referral.days, ...(referral.none ? [undefined] : [])];
  const outcomeOn = (
    day: Day,
    m: readonly (Day | undefined)[],
    r: readonly (Day | undefined)[],
    isComplete = complete,
  ): Kleene => {
    const outcomes = new Set<Kleene>();
    for (const meeting of m)
      for (const date of r) {
        outcomes.add(inWorld(meeting, date, day, asOf, isComplete, settings));
        if (outcomes.size > 1) return 'I';
      }
    return unanimous(outcomes);
  };
  const { firstCertain, existsForSure, doubtfulIsEarlier } = certaintyOf(candidates);
  return (day) => {
    const outcome = outcomeOn(day, meetings, referrals);
    if (outcome === 'S') return passed;
    if (outcome === 'N') return { outcome, reason: existsForSure ? 'meeting-late' : 'no-initial-meeting' };
    // with every encounter known the day would fail whatever the candidates turn out to be: what is missing is the encounters
    if (outcomeOn(day, meetings, referrals, true) === 'N') return { outcome, reason: 'meeting-source-incomplete' };
    if (doubtfulIsEarlier) return { outcome, reason: 'meeting-undecided' };
    const each = referrals.map((date) => outcomeOn(day, [firstCertain], [date], true));
    if (referral.none || new Set(each).size > 1) return { outcome, reason: 'referral-date-unknown' };
    if (firstCertain === undefined && referral.days.every((date) => asOf <= date + weekOfReferral))
      return { outcome, reason: 'initial-meeting-not-yet-due' };
    return { outcome, reason: 'meeting-source-incomplete' };
  };
}

/** What the reasons of 5b speak of: the first certain meeting, and whether a doubtful candidate could be earlier. */
function certaintyOf(candidates: readonly Candidate[]): {
  readonly firstCertain: Day | undefined;
  readonly existsForSure: boolean;
  readonly doubtfulIsEarlier: boolean;
} {
  const meetings = candidates.filter(({ kinds }) => kinds.has('in-person'));
  const isMeeting = ({ kinds }: Candidate): boolean => kinds.size === 1;
  const certain = meetings.filter((each) => isMeeting(each) && each.days.lo === each.days.hi);
  const firstCertain = certain.length > 0 ? Math.min(...certain.map(({ days }) => days.lo)) : undefined;
  return {
    firstCertain,
    existsForSure: meetings.some(isMeeting),
    doubtfulIsEarlier: meetings.some((each) => !certain.includes(each) && each.days.lo < (firstCertain ?? Infinity)),
  };
}

/** PRC 18a on a day. */
export function meetingHeld(
  source: Source,
  settings: Settings,
  episode: Episode,
  candidates: readonly Candidate[],
  day: Day,
): GateVerdict {
  const any = settings.meetingMode === 'any-listed-mode';
  const isMeeting = (kinds: Candidate['kinds']): boolean => !kinds.has('nothing') && (any || !kinds.has('remote'));
  const mayBe = (kinds: Candidate['kinds']): boolean => kinds.has('in-person') || (any && kinds.has('remote'));
  if (candidates.some(({ kinds, days }) => isMeeting(kinds) && days.hi <= day)) return passed;
  if (candidates.some(({ kinds, days }) => mayBe(kinds) && days.lo <= day))
    return { outcome: 'I', reason: 'meeting-undecided' };
  const needed = any ? (['Encounter', 'Communication'] as const) : (['Encounter'] as const);
  return needed.every((type) => source.isComplete(type, episode.member))
    ? { outcome: 'N', reason: 'no-initial-meeting' }
    : { outcome: 'I', reason: 'meeting-source-incomplete' };
}
