import type { Period } from './calendar.ts';
import type { Contact } from './contacts.ts';
import type { Episode } from './course.ts';
import type { Story } from './member.ts';
import { GOALS } from './names.ts';
import { Lot } from './random.ts';
import type { Random } from './random.ts';

/** What a member wants to reach. */
export interface Goal {
  readonly id: string;
  readonly first: number;
  /** Of one that is reached the record doesn't tell since when. */
  readonly status: 'active' | 'on-hold' | 'completed';
  /** In the member's own words. */
  readonly isOwn: boolean;
  readonly description: string;
}

export interface Aims {
  /** Episode → its goals, in order. */
  readonly goals: ReadonlyMap<Episode, readonly Goal[]>;
  /** Contact → the goal that it works on; of many nobody wrote it down. */
  readonly pursued: ReadonlyMap<Contact, Goal>;
}

const STATUS = new Lot<Goal['status']>([
  ['active', 78],
  ['on-hold', 12],
  ['completed', 10],
]);

/** Goals are worked out at the first meeting, or some days after. */
export function aimsOf(random: Random, { episodes, contacts }: Story, { to }: Period): Aims {
  const goals = new Map(episodes.map((episode) => [episode, goalsOf(random, episode, to)]));
  const all = [...goals.values()].flat();
  const careful = new Set(episodes.filter(() => random.chance(45)));
  const pursued = new Map<Contact, Goal>();
  for (const contact of contacts) {
    const known = all.filter(({ first }) => first <= contact.days.first);
    if (known.length > 0 && (careful.has(contact.episode) || random.chance(45)))
      pursued.set(contact, random.pick(known));
  }
  return { goals, pursued };
}

function goalsOf(random: Random, { id, meeting }: Episode, to: number): Goal[] {
  if (meeting === null) return [];
  const start = meeting + (random.chance(70) ? 0 : random.between(1, 20));
  return Array.from({ length: random.int(4) }, (_, index) => ({
    id: `g-${id.slice(2)}-${index + 1}`,
    first: start + index * 14,
    status: STATUS.draw(random),
    isOwn: random.chance(80),
    description: random.pick(GOALS),
  })).filter(({ first }) => first <= to);
}
