import type { Catchment, Provider } from './catchment.ts';
import type { Period, Stretch } from './calendar.ts';
import { monthAround } from './calendar.ts';
import type { Service } from './codes.ts';
import { Lot } from './random.ts';
import type { Random } from './random.ts';

/** When somebody asked for the service. */
export interface Referral {
  readonly id: string;
  /** The day, or, where only the month was written down, the days of it. */
  readonly days: Stretch;
  /** Whether the episode names it; else it is found by member, service and provider. */
  readonly isNamed: boolean;
}

/** A member's time on the caseload of one provider. */
export interface Episode {
  readonly id: string;
  readonly service: Service;
  readonly provider: Provider;
  readonly start: number;
  /** Null: open. */
  readonly end: number | null;
  readonly status: 'active' | 'onhold' | 'finished';
  readonly referral: Referral | null;
  /** From when on the worker tries to reach the member. */
  readonly reachedOutFrom: number;
  /** The day of the first meeting in person; null: none so far, or never. */
  readonly meeting: number | null;
  /** The day of a contact of unknown mode that may have been a meeting, in time, before any certain one. */
  readonly doubtfulMeeting: number | null;
  /** The member's only episode of the service: contacts within it are its own even where they don't say so. */
  readonly isOnly: boolean;
}

type Met = 'soon' | 'on-deadline' | 'a-day-late' | 'late' | 'never' | 'before-referral' | 'in-doubt';
const MET = new Lot<Met>([
  ['soon', 64],
  ['on-deadline', 6],
  ['a-day-late', 4],
  ['late', 9],
  ['never', 8],
  ['before-referral', 3],
  ['in-doubt', 6],
]);
type Referred = 'named' | 'found' | 'by-month' | 'unrecorded';
const REFERRED = new Lot<Referred>([
  ['named', 82],
  ['found', 9],
  ['by-month', 5],
  ['unrecorded', 4],
]);
/** The meeting is due so many days after the referral. */
export const DUE_AFTER = 7;

/** Whose course it is, and what else is known of that member. */
export interface Life {
  readonly member: number;
  readonly catchment: Catchment;
  readonly period: Period;
  /** The provider of the member's other service, where that was told first. */
  readonly other: Provider | null;
  /** With both services at once nobody changes provider, so that each provider's contacts stay its own. */
  readonly mayMove: boolean;
}

/** The episodes of one service in a member's life, in their order: some end, and of those some are followed by another. */
export function courseOf(random: Random, service: Service, life: Life): Episode[] {
  const { member, period } = life;
  const drafts = draftsOf(random, service, life);
  return drafts.map((one, index) =>
    episodeOf(random, `${member}-${service}-${index + 1}`, service, one, drafts.length === 1, period),
  );
}

function draftsOf(random: Random, service: Service, { catchment, period, other, mayMove }: Life): Draft[] {
  const drafts = [draft(random, firstStart(random, period), providerOf(random, catchment, service, other), period)];
  for (let last = drafts[0]; last?.end != null && random.chance(45); last = drafts.at(-1)) {
    const start = last.end + RETURNS.draw(random)(random);
    if (start > period.to) break;
    const stays = !mayMove || start <= last.end + 1 || random.chance(75);
    const provider = stays ? last.provider : elsewhere(random, catchment, service, last.provider);
    drafts.push(draft(random, start, provider, period));
  }
  return drafts;
}

interface Draft {
  readonly start: number;
  readonly end: number | null;
  readonly provider: Provider;
}

/** After how many days a member comes back: on the day of the discharge, on the next, or later. */
const RETURNS = new Lot<(random: Random) => number>([
  [() => 0, 10],
  [() => 1, 10],
  [(random) => random.between(2, 60), 80],
]);

function firstStart(random: Random, { from, to }: Period): number {
  return random.chance(50) ? from - random.between(1, 150) : random.between(from, to);
}

function draft(random: Random, start: number, provider: Provider, { to }: Period): Draft {
  if (random.chance(50)) return { start, end: null, provider };
  const end = start + random.between(10, 140);
  // an end to come is known now and then: a planned discharge
  return { start, end: end <= to || random.chance(20) ? end : null, provider };
}

/** Of both services at once, many are at one provider; never at two that are linked, so that each one's contacts stay its own. */
function providerOf(random: Random, catchment: Catchment, service: Service, other: Provider | null): Provider {
  if (other === null) return catchment.lots[service].draw(random);
  return random.chance(50) ? other : elsewhere(random, catchment, service, other);
}

function elsewhere(random: Random, catchment: Catchment, service: Service, than: Provider): Provider {
  for (;;) {
    const provider = catchment.lots[service].draw(random);
    if (provider.family !== than.family) return provider;
  }
}

function episodeOf(
  random: Random,
  key: string,
  service: Service,
  { start, end, provider }: Draft,
  isOnly: boolean,
  period: Period,
): Episode {
  // what could be taken for another episode's is left open only where there is no other
  const drawn = REFERRED.draw(random);
  const referred: Referred = isOnly || drawn === 'by-month' ? drawn : 'named';
  const meant = MET.draw(random);
  // a referral that the episode doesn't name is found only where it comes before the meeting
  const met: Met = referred === 'found' && meant === 'before-referral' ? 'soon' : meant;
  const asked = start - random.between(0, 3);
  const last = Math.min(end ?? period.to, period.to);
  const held = (day: number | null): number | null => (day !== null && day <= last ? day : null);
  const { meeting, doubtful } = meetingOf(random, met, asked, start);
  return {
    id: `e-${key}`,
    service,
    provider,
    start,
    end,
    status: end !== null && end <= period.to ? 'finished' : random.chance(5) ? 'onhold' : 'active',
    referral: referralOf(`r-${key}`, referred, asked),
    reachedOutFrom: asked,
    meeting: held(meeting),
    doubtfulMeeting: held(doubtful),
    isOnly,
  };
}

function referralOf(id: string, referred: Referred, asked: number): Referral | null {
  if (referred === 'unrecorded') return null;
  const days = referred === 'by-month' ? monthAround(asked) : { first: asked, last: asked };
  return { id, days, isNamed: referred !== 'found' };
}

interface Meeting {
  readonly meeting: number | null;
  readonly doubtful: number | null;
}

function meetingOf(random: Random, met: Met, asked: number, start: number): Meeting {
  const due = asked + DUE_AFTER;
  const soon = random.between(start, due);
  const on = (meeting: number | null, doubtful: number | null = null): Meeting => ({ meeting, doubtful });
  switch (met) {
    case 'soon':
      return on(soon);
    case 'on-deadline':
      return on(due);
    case 'a-day-late':
      return on(due + 1);
    case 'late':
      return on(due + random.between(2, 25));
    case 'never':
      return on(null);
    case 'before-referral':
      return on(asked - random.between(1, 6));
    case 'in-doubt':
      return on(random.chance(40) ? due + random.between(1, 20) : null, soon);
  }
}
