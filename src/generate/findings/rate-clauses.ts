import { carriedBy, mayProvide, metBy } from '../account.ts';
import type { Account } from '../account.ts';
import { spansOf } from '../answers.ts';
import type { Claim } from '../claims.ts';
import { STATUS, UNKNOWN_MODE } from '../codes.ts';
import type { Episode } from '../course.ts';
import { outcomeOf } from '../truth.ts';
import { isHeld, isOf } from './contacts-held.ts';
import { byEpisode, ofBoth, termOf } from './member-facts.ts';
import type { MemberClause, MemberFacts } from './member-facts.ts';
import { always, dayByDay, edgesOf, isOn } from './verdict.ts';
import type { Course, Verdict } from './verdict.ts';

/** A week, in which a coach is expected to be in touch, beside the days that a contact carries. */
const WEEK = 7;

export const RATE_CLAUSES: readonly MemberClause[] = [
  { clause: 'CPS-CS-5-lead2', service: 'cps', course: daysOfRate },
  { clause: 'CPS-CS-5a', service: 'cps', course: carried },
  { clause: 'CPS-CS-5b-2', service: 'cps', course: met },
  { clause: 'CPS-PR-4a', service: 'cps', course: provided },
  { clause: 'CPS-PR-5a', service: 'cps', course: provided },
  { clause: 'PRC-SC-18', service: 'prc', course: daysOfRate },
  { clause: 'PRC-SC-18c-1', service: 'prc', course: daysOfRate },
  { clause: 'PRC-SC-18b-1', service: 'prc', course: carried },
  { clause: 'PRC-SC-18a-1', service: 'prc', course: met },
  { clause: 'PRC-PD-3-init', service: 'prc', course: met },
  { clause: 'PRC-PD-3-weekly', service: 'prc', course: carriedByWeek },
  { clause: 'CPS-CS-5-lead1', service: 'cps', course: billedOnce },
  // the extracts tell of no line that bills such work beside the rate
  { clause: 'CPS-CS-5c-2', service: 'cps', course: () => always('satisfied') },
  ...ofBoth('CPS-PR-4b', 'PRC-OV-3a', referredForReason),
  ...ofBoth('CPS-PR-4c', 'PRC-OV-3b', referredBySomebody),
];

function accountOf({ accounts, service, provider }: MemberFacts): Account | undefined {
  return accounts.find((account) => account.service === service && account.provider === provider);
}

function daysOfRate(facts: MemberFacts): Course {
  const spans = spansOf(accountOf(facts)?.days ?? new Map());
  const on = (day: number): Verdict => {
    const span = spans.find(({ last }) => day <= last);
    return span === undefined || day < span.first ? 'not-applicable' : outcomeOf(span.truth);
  };
  return { on, changes: edgesOf(spans) };
}

function carried(facts: MemberFacts): Course {
  return dayByDay(facts.period.from, accountOf(facts)?.carried ?? []);
}

function carriedByWeek({ story, service, provider, period }: MemberFacts): Course {
  return dayByDay(period.from, carriedBy(story, service, provider, WEEK, period));
}

function met(facts: MemberFacts): Course {
  const meetings = facts.episodes.flatMap(({ meeting, doubtfulMeeting }) =>
    [meeting ?? [], doubtfulMeeting ?? []].flat(),
  );
  return byEpisode(facts, 'best', (episode, day) => outcomeOf(metBy(episode, day, facts.period.to)), meetings);
}

function provided(facts: MemberFacts): Course {
  const edges = facts.provider.subcontracts.flatMap(({ first, last }) => [first, last + 1]);
  return byEpisode(facts, 'best', (episode, day) => outcomeOf(mayProvide(episode, day)), edges);
}

/** One unit a day; a second line that doesn't say for whom may be for this provider. */
function billedOnce({ events: { claims }, service, provider }: MemberFacts): Course {
  const lines = claims.filter((claim) => claim.service === service && !claim.isCancelled);
  const on = (day: number): Verdict => {
    const there = lines.filter((line) => line.day === day);
    if (unitsOf(there.filter((line) => line.provider === provider)) > 1) return 'not-satisfied';
    return unitsOf(there.filter((line) => line.provider === provider || line.provider === null)) > 1
      ? 'insufficient-data'
      : 'satisfied';
  };
  return { on, changes: lines.flatMap(({ day }) => [day, day + 1]) };
}

function unitsOf(lines: readonly Claim[]): number {
  return lines.reduce((sum, { units }) => sum + units, 0);
}

function referredForReason(facts: MemberFacts): Course {
  const { referrals } = facts.record;
  return byEpisode(facts, 'best', ({ referral }) => {
    const reason = referral === null ? null : (referrals.get(referral)?.reason ?? null);
    return reason === null ? 'insufficient-data' : 'satisfied';
  });
}

/** By somebody who may, before there was any contact. */
function referredBySomebody(facts: MemberFacts): Course {
  const { referrals } = facts.record;
  return byEpisode(facts, 'best', (episode) => {
    const { referral } = episode;
    if (referral === null || referrals.get(referral)?.requester == null) return 'insufficient-data';
    const { first, certain } = onsetOf(facts, episode);
    if (certain !== null && referral.days.first > certain) return 'not-satisfied';
    return first !== null && referral.days.last > first ? 'insufficient-data' : 'satisfied';
  });
}

/** When the first contact of an episode may have been, and by when there certainly was one; null: none so far. */
function onsetOf(facts: MemberFacts, episode: Episode): Onset {
  const contacts = facts.story.contacts.filter((contact) => isHeld(contact) && isOf(contact, episode));
  const written = facts.story.messages
    .filter(
      ({ isFromMember, episode: { service, provider } }) =>
        isFromMember && service === episode.service && provider === episode.provider,
    )
    .filter(({ day }) => isOn(termOf(episode), day))
    .map(({ day }) => day);
  return {
    first: least([...contacts.map(({ days }) => days.first), ...written]),
    certain: least([
      ...contacts
        .filter(({ form }) => form.status === STATUS.completed && form.mode !== UNKNOWN_MODE)
        .map(({ days }) => days.last),
      ...written,
    ]),
  };
}

interface Onset {
  readonly first: number | null;
  readonly certain: number | null;
}

function least(days: readonly number[]): number | null {
  return days.length === 0 ? null : Math.min(...days);
}
