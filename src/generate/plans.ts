import type { Period } from './calendar.ts';
import type { Episode } from './course.ts';
import type { Aims, Goal } from './goals.ts';
import type { Story } from './member.ts';
import type { Perinatal } from './perinatal.ts';
import type { Random } from './random.ts';
import type { Role } from './staff.ts';

/** A wellness plan, or a Plan of Safe Care. */
export interface Plan {
  readonly id: string;
  readonly category: 'wellness-plan' | 'plan-of-safe-care';
  readonly first: number;
  /** Null: until further notice. */
  readonly last: number | null;
  readonly isByMember: boolean;
  /** Who of the provider had a part in it; null: the record doesn't tell. */
  readonly maker: Role | null;
  readonly goals: readonly Goal[];
  /** What it does something about, and what it finds to be needed. */
  readonly activities: readonly string[];
  readonly needs: readonly string[];
}

/** Whether a member wants a copy of plans in the record. */
export interface Consent {
  readonly id: string;
  readonly first: number;
  /** Null: until further notice. */
  readonly last: number | null;
  readonly isPermit: boolean;
}

const SAFE_CARE = ['perinatal-health', 'housing', 'health-care', 'income', 'sud-treatment'] as const;
/** Services that a member should become able to use. */
const SERVICES = ['primary-care', 'ob-gyn', 'pediatric', 'perinatal-mental-health', 'social-services'] as const;
const WELLNESS = ['housing', 'employment', 'mutual-aid', 'recovery-support', 'maternal-health'] as const;
const SUSTAINABILITY = 'sustainability-discharge';

export function plansOf(
  random: Random,
  { episodes }: Story,
  { goals }: Aims,
  { pregnant, ended }: Perinatal,
  { to }: Period,
): Plan[] {
  const isPerinatal = pregnant !== null || ended !== null;
  return episodes.flatMap((episode) => {
    const known = goals.get(episode) ?? [];
    return [
      ...(random.chance(55) ? planOf(random, episode, 'wellness-plan', known, to) : []),
      ...(isPerinatal && random.chance(70) ? planOf(random, episode, 'plan-of-safe-care', known, to) : []),
    ];
  });
}

function planOf(
  random: Random,
  episode: Episode,
  category: Plan['category'],
  known: readonly Goal[],
  to: number,
): Plan[] {
  if (episode.meeting === null) return [];
  const first = episode.meeting + random.between(0, 28);
  if (first > to) return [];
  const worker = episode.provider.roles.find(({ kind }) => kind === episode.service) ?? null;
  const isSafeCare = category === 'plan-of-safe-care';
  return [
    {
      id: `${isSafeCare ? 'ps' : 'p'}-${episode.id.slice(2)}`,
      category,
      first,
      last: random.chance(25) ? first + random.between(20, 150) : null,
      isByMember: random.chance(70),
      maker: random.chance(75) ? worker : null,
      goals: known.filter((goal) => goal.first <= first),
      ...(isSafeCare ? safeCareOf(random) : { activities: wellnessOf(random), needs: [] }),
    },
  ];
}

/** Some do something about all that they find, some not; some find nothing. */
function safeCareOf(random: Random): Pick<Plan, 'activities' | 'needs'> {
  const all = random.chance(12) ? [...SAFE_CARE, ...SERVICES] : SAFE_CARE.filter(() => random.chance(55));
  if (random.chance(10)) return { activities: [], needs: [] };
  return { activities: all, needs: random.chance(70) ? all.slice(0, 2) : [random.pick(SAFE_CARE)] };
}

function wellnessOf(random: Random): string[] {
  return [...WELLNESS.filter(() => random.chance(40)), ...(random.chance(45) ? [SUSTAINABILITY] : [])];
}

/** Asked when a plan is made; some are never asked. */
export function consentsOf(random: Random, plans: readonly Plan[]): Consent[] {
  const days = [...new Set(plans.map(({ first }) => first))];
  return days.flatMap((first, index) => {
    if (random.chance(20)) return [];
    const id = `k-${plans[0]?.id ?? ''}-${index + 1}`;
    const last = random.chance(30) ? first + random.between(30, 200) : null;
    return [{ id, first, last, isPermit: random.chance(80) }];
  });
}
