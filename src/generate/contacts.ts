import type { Period, Stretch } from './calendar.ts';
import { monthAround } from './calendar.ts';
import type { Provider } from './catchment.ts';
import type { Service } from './codes.ts';
import type { Episode } from './course.ts';
import { AFTER_DISCHARGE, AFTER_MEETING, BEFORE_MEETING, DOUBTFUL_MEETING, FIRST_MEETING } from './contact-forms.ts';
import type { Drawn, Form } from './contact-forms.ts';
import type { Lot, Random } from './random.ts';
import { workerOn } from './staff.ts';
import type { Role } from './staff.ts';

/** An entry of a worker's calendar: met, called, tried to. */
export interface Contact {
  readonly id: string;
  readonly service: Service;
  readonly provider: Provider;
  readonly episode: Episode;
  /** Whether the record says of which episode it is. */
  readonly namesEpisode: boolean;
  /** The day that it was on, or, where only the month was written down, the days of it. */
  readonly days: Stretch;
  readonly form: Form;
  readonly role: Role;
}

/** When worker and member began to write to each other. */
export interface ThreadStart {
  readonly episode: Episode;
  readonly day: number;
}

export interface Calendar {
  readonly contacts: Contact[];
  readonly threads: ThreadStart[];
}

/** Days between two contacts, both inclusive; and now and then a silence, longer than the window. */
const PACE: Readonly<Record<Service, { readonly usual: Pace; readonly silent: Pace; readonly silences: number }>> = {
  cps: { usual: [1, 6], silent: [8, 22], silences: 8 },
  prc: { usual: [4, 16], silent: [22, 45], silences: 12 },
};
type Pace = readonly [least: number, most: number];

/** Everything that happened in an episode, in the order of days, but for the messages themselves. */
export function calendarOf(random: Random, episode: Episode, { to }: Period): Calendar {
  const diary = new Diary(random, episode);
  const last = Math.min(episode.end ?? to, to);
  const { meeting, doubtfulMeeting } = episode;
  reachOut(diary, random, episode, Math.min(meeting === null ? last : meeting - 1, last));
  if (doubtfulMeeting !== null) diary.enter(doubtfulMeeting, DOUBTFUL_MEETING);
  if (meeting !== null) {
    diary.enter(meeting, FIRST_MEETING);
    for (let day = next(random, episode, meeting); day <= last; day = next(random, episode, day))
      diary.draw(day, AFTER_MEETING);
  }
  if (episode.end !== null && random.chance(15)) {
    const called = episode.end + random.between(1, 5);
    if (called <= to) diary.enter(called, AFTER_DISCHARGE, false);
  }
  return diary;
}

/** Calls and texts until somebody is met; nothing in person. Of some members nothing is heard before the meeting. */
function reachOut(diary: Diary, random: Random, episode: Episode, until: number): void {
  if (episode.meeting !== null && random.chance(30)) return;
  for (let day = episode.reachedOutFrom + random.int(3); day <= until; day = next(random, episode, day))
    diary.draw(day, BEFORE_MEETING);
}

function next(random: Random, { service }: Episode, day: number): number {
  const { usual, silent, silences } = PACE[service];
  const [least, most] = random.chance(silences) ? silent : usual;
  return day + random.between(least, most);
}

class Diary implements Calendar {
  readonly contacts: Contact[] = [];
  readonly threads: ThreadStart[] = [];
  readonly #random: Random;
  readonly #episode: Episode;

  constructor(random: Random, episode: Episode) {
    this.#random = random;
    this.#episode = episode;
  }

  draw(day: number, lot: Lot<Drawn>): void {
    const drawn = lot.draw(this.#random);
    if (drawn === 'messages') this.threads.push({ episode: this.#episode, day });
    else this.enter(day, drawn);
  }

  enter(day: number, form: Form, isOfEpisode = true): void {
    const { id, service, provider } = this.#episode;
    this.contacts.push({
      id: `c-${id.slice(2)}-${this.contacts.length + 1}`,
      service,
      provider,
      episode: this.#episode,
      namesEpisode: isOfEpisode && !this.#isUnderstood(day, form),
      days: form.isDatedByMonth ? monthAround(day) : { first: day, last: day },
      form,
      role: workerOn(this.#random, provider.roles, service, day),
    });
  }

  /** Left out now and then where date, provider and service say it as well. */
  #isUnderstood(day: number, form: Form): boolean {
    const { isOnly, start, end } = this.#episode;
    const isWithin = isOnly && start <= day && (end === null || day <= end);
    return isWithin && !form.isDoubtful && !form.isDatedByMonth && this.#random.chance(20);
  }
}
