import type { Period } from './calendar.ts';
import type { Episode } from './course.ts';
import type { Story } from './member.ts';
import { Lot } from './random.ts';
import type { Random } from './random.ts';
import type { Role } from './staff.ts';

/** What a worker did for a member besides contacts. */
export interface Activity {
  readonly id: string;
  readonly code: string;
  /** Null: the record doesn't tell who did it. */
  readonly role: Role | null;
  readonly day: number;
  readonly minute: number;
  readonly minutes: number;
}

/** Work for the member without the member. */
export const COLLATERAL: readonly string[] = ['call-to-provider', 'resource-search', 'case-coordination'];
const DONE = new Lot<string>([
  ['call-to-provider', 26],
  ['resource-search', 26],
  ['case-coordination', 26],
  ['linkage', 8],
  ['transportation-assist', 6],
  ['dcf-education', 4],
  ['custody-advocacy', 4],
]);

/** Some weeks of it, some months without. */
export function activitiesOf(random: Random, { episodes }: Story, period: Period): Activity[] {
  return episodes.flatMap((episode) => activitiesIn(random, episode, period));
}

function activitiesIn(random: Random, { id, service, provider, start, end }: Episode, { to }: Period): Activity[] {
  const activities: Activity[] = [];
  const able = provider.roles.filter(({ kind }) => kind === service);
  for (let day = start + random.int(20); day <= Math.min(end ?? to, to); day += random.between(10, 45))
    activities.push({
      id: `w-${id.slice(2)}-${activities.length + 1}`,
      code: DONE.draw(random),
      role: random.chance(97) ? random.pick(able) : null,
      day,
      minute: random.between(8 * 60, 17 * 60),
      minutes: random.between(5, 40),
    });
  return activities;
}
