import type { Account } from '../account.ts';
import type { Period, Stretch } from '../calendar.ts';
import type { Provider } from '../catchment.ts';
import type { Service } from '../codes.ts';
import type { Episode } from '../course.ts';
import type { Events } from '../events.ts';
import type { Story } from '../member.ts';
import type { MemberRecord } from '../record.ts';
import { bestOf, edgesOf, isOn, worstOf } from './verdict.ts';
import type { Course, Term, Verdict } from './verdict.ts';

/** All that happened to a member, and what the records hold of it. */
export interface Told {
  readonly story: Story;
  readonly accounts: readonly Account[];
  readonly record: MemberRecord;
  readonly events: Events;
  readonly period: Period;
}

/** A member on the caseload of one provider for one service. */
export interface MemberFacts extends Told {
  readonly service: Service;
  readonly provider: Provider;
  /** Those of this service with this provider, in order. */
  readonly episodes: readonly Episode[];
}

/** A clause about members of a service, day by day. */
export interface MemberClause {
  readonly clause: string;
  readonly service: Service;
  readonly course: (facts: MemberFacts) => Course;
}

/** The same clause of both services, under the id that each contract gives it. */
export function ofBoth(cps: string, prc: string, course: MemberClause['course']): MemberClause[] {
  return [
    { clause: cps, service: 'cps', course },
    { clause: prc, service: 'prc', course },
  ];
}

/** What is said of each episode; on a day of two, the best or the worst of it. */
export function byEpisode(
  { episodes }: MemberFacts,
  decides: 'best' | 'worst',
  says: (episode: Episode, day: number) => Verdict,
  changes: readonly number[] = [],
): Course {
  const decide = decides === 'best' ? bestOf : worstOf;
  const terms = episodes.map((episode) => ({ episode, ...termOf(episode) }));
  const on = (day: number): Verdict =>
    decide(terms.filter((term) => isOn(term, day)).map(({ episode }) => says(episode, day)));
  return { on, changes: [...edgesOf(terms), ...changes] };
}

/** A member with each provider of each service. */
export function caseloadsOf(told: Told): MemberFacts[] {
  return told.story.services.flatMap((service) => {
    const ofService = told.story.episodes.filter((episode) => episode.service === service);
    const providers = [...new Set(ofService.map(({ provider }) => provider))];
    return providers.map((provider) => {
      return { ...told, service, provider, episodes: ofService.filter((episode) => episode.provider === provider) };
    });
  });
}

export function termOf({ start, end }: Episode): Term {
  return { first: start, last: end };
}

/** Days of the episodes within the period, in order and without overlap. */
export function daysOnCaseload({
  episodes,
  period: { from, to },
}: Pick<MemberFacts, 'episodes' | 'period'>): Stretch[] {
  const days: Stretch[] = [];
  for (const { start, end } of episodes) {
    const [first, last] = [Math.max(start, from), Math.min(end ?? to, to)];
    const before = days.at(-1);
    if (first > last) continue;
    if (before !== undefined && first <= before.last + 1)
      days[days.length - 1] = { first: before.first, last: Math.max(before.last, last) };
    else days.push({ first, last });
  }
  return days;
}
