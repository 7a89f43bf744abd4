import type { Period } from './calendar.ts';
import type { Catchment } from './catchment.ts';
import type { Service } from './codes.ts';
import { calendarOf } from './contacts.ts';
import type { Calendar, Contact } from './contacts.ts';
import { courseOf } from './course.ts';
import type { Episode, Life } from './course.ts';
import { messagesOf } from './messages.ts';
import type { Message } from './messages.ts';
import { Lot, Random } from './random.ts';

const STREAM = 1;

/** What happened to one member. */
export interface Story {
  readonly number: number;
  /** Key of the member in the extracts. */
  readonly key: string;
  readonly services: readonly Service[];
  readonly episodes: readonly Episode[];
  readonly contacts: readonly Contact[];
  readonly messages: readonly Message[];
  /** For everything else of this member. */
  readonly random: Random;
}

const SERVED = new Lot<readonly Service[]>([
  [['cps'], 52],
  [['prc'], 24],
  [['cps', 'prc'], 20],
  // referred, and never on anybody's caseload
  [[], 4],
]);

/** The story of a member, by number from 1: the same whoever else there is. */
export function storyOf(seed: number, number: number, catchment: Catchment, period: Period): Story {
  const random = new Random(seed, STREAM, number);
  const services = SERVED.draw(random);
  const episodes = episodesOf(random, services, { member: number, catchment, period });
  const calendars = episodes.map((episode) => calendarOf(random, episode, period));
  const contacts = calendars.flatMap((calendar) => calendar.contacts);
  return {
    number,
    key: `m-${number}`,
    services,
    episodes,
    contacts,
    messages: correspondence(random, calendars, doubtfulDays(contacts), period),
    random,
  };
}

function episodesOf(
  random: Random,
  services: readonly Service[],
  { member, catchment, period }: Pick<Life, 'member' | 'catchment' | 'period'>,
): Episode[] {
  const episodes: Episode[] = [];
  for (const service of services) {
    const other = episodes[0]?.provider ?? null;
    episodes.push(...courseOf(random, service, { member, catchment, period, other, mayMove: services.length === 1 }));
  }
  return episodes;
}

/** All messages; but none of the member's on a day that a contact leaves in doubt, where it would tell more. */
function correspondence(
  random: Random,
  calendars: readonly Calendar[],
  doubtful: ReadonlySet<number>,
  { to }: Period,
): Message[] {
  return calendars.flatMap(({ threads }) =>
    threads.flatMap((start, index) => {
      const messages = messagesOf(random, start, index + 1, to);
      return messages.some(({ isFromMember, day }) => isFromMember && doubtful.has(day)) ? [] : messages;
    }),
  );
}

function doubtfulDays(contacts: readonly Contact[]): ReadonlySet<number> {
  return new Set(contacts.filter(({ form }) => form.isDoubtful).map(({ days }) => days.first));
}
