import type { Period, Stretch } from './calendar.ts';
import { covers } from './calendar.ts';
import { eligibleOn } from './catchment.ts';
import type { Provider } from './catchment.ts';
import { MODE } from './codes.ts';
import type { Service } from './codes.ts';
import { DUE_AFTER } from './course.ts';
import type { Episode } from './course.ts';
import type { Story } from './member.ts';
import type { Message } from './messages.ts';
import { all, either, NO, OPEN, YES } from './truth.ts';
import type { Truth } from './truth.ts';

/** Days of a member on the caseload of one provider: what may be said of each, by the default readings. */
export interface Account {
  readonly service: Service;
  readonly provider: Provider;
  /** In order; a day that isn't there is no day of an episode. */
  readonly days: ReadonlyMap<number, Truth>;
  /** Whether a contact carries the day, for each day of the period. */
  readonly carried: readonly Truth[];
}

/** A contact carries its own date and those after it: so many in all. */
const WINDOW: Readonly<Record<Service, number>> = { cps: 7, prc: 21 };

/**
 * Works out, from what happened, which days can be claimed. It goes by the story alone: the story knows of each contact whether the
 * member took part, of each episode when the first meeting was, and of each vendor when a center bought from it. Nothing is known of
 * what comes after the period's last day.
 */
export function accountsOf(story: Story, period: Period): Account[] {
  const accounts: Account[] = [];
  for (const service of story.services) {
    const ofService = story.episodes.filter((episode) => episode.service === service);
    for (const provider of new Set(ofService.map((episode) => episode.provider))) {
      const episodes = ofService.filter((episode) => episode.provider === provider);
      const carried = carriedBy(story, service, provider, WINDOW[service], period);
      const days = daysOf(episodes, carried, period);
      if (days.size > 0) accounts.push({ service, provider, days, carried });
    }
  }
  return accounts;
}

/** A day of two episodes takes the better answer. */
function daysOf(episodes: readonly Episode[], carried: readonly Truth[], period: Period): ReadonlyMap<number, Truth> {
  const days = new Map<number, Truth>();
  for (let day = period.from; day <= period.to; day++) {
    const contact = carried[day - period.from] ?? NO;
    for (const episode of episodes) {
      if (!covers({ first: episode.start, last: episode.end ?? period.to }, day)) continue;
      const answer = all(contact, metBy(episode, day, period.to), mayProvide(episode, day));
      days.set(day, either(days.get(day) ?? NO, answer));
    }
  }
  return days;
}

export function mayProvide({ service, provider }: Episode, day: number): Truth {
  return service === 'cps' ? eligibleOn(provider, day) : YES;
}

/** Whether the day has the first meeting that it needs. */
export function metBy(episode: Episode, day: number, today: number): Truth {
  if (episode.meeting !== null && day >= episode.meeting) return YES;
  return episode.service === 'cps' ? metInTime(episode, today) : perhapsMet(episode, day);
}

/** Of a day before the meeting, or of one without: it passes where the meeting then came within a week of the referral. */
function metInTime({ meeting, doubtfulMeeting, referral }: Episode, today: number): Truth {
  if (doubtfulMeeting !== null || referral === null) return OPEN;
  const [due, dueAtLast] = [referral.days.first + DUE_AFTER, referral.days.last + DUE_AFTER];
  if (meeting === null) return today > dueAtLast ? NO : OPEN;
  if (meeting <= due) return YES;
  return meeting > dueAtLast ? NO : OPEN;
}

function perhapsMet({ doubtfulMeeting }: Episode, day: number): Truth {
  return doubtfulMeeting !== null && day >= doubtfulMeeting ? OPEN : NO;
}

/** For each day of the period, whether a contact of the member with the provider, on it or one of the `window` - 1 dates before, carries it. */
export function carriedBy(
  story: Story,
  service: Service,
  provider: Provider,
  window: number,
  period: Period,
): readonly Truth[] {
  const carried = Array.from({ length: period.to - period.from + 1 }, (): Truth => NO);
  const carry = (days: Stretch, truth: Truth): void => {
    const last = Math.min(days.last + window - 1, period.to);
    for (let day = Math.max(days.first, period.from); day <= last; day++)
      carried[day - period.from] = either(carried[day - period.from] ?? NO, truth);
  };
  for (const contact of story.contacts)
    if (contact.service === service && contact.provider === provider) carry(contact.days, contact.form.counts[service]);
  for (const message of answered(story.messages, provider))
    if (message.episode.service === service && isContactBy(message.medium, service))
      carry({ first: message.day, last: message.day }, YES);
  return carried;
}

/** Coaching isn't done by e-mail. */
function isContactBy(medium: string, service: Service): boolean {
  return medium === MODE.text || service === 'cps';
}

/** The member's own messages to a provider whose people wrote in the same thread or, in whatever matter, on the same day. */
function answered(messages: readonly Message[], provider: Provider): Message[] {
  const between = messages.filter(({ episode }) => episode.provider === provider);
  const written = new Set(between.filter(({ isFromMember }) => !isFromMember).map(({ day }) => day));
  return between.filter(({ isFromMember, thread, day }) => isFromMember && (thread.hasProvider || written.has(day)));
}
