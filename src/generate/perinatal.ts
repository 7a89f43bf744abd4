import type { Period } from './calendar.ts';
import { Lot } from './random.ts';
import type { Random } from './random.ts';
import type { Story } from './member.ts';

/** What is recorded of a pregnancy, the time after it, and the family. Days without end; null: nothing is recorded. */
export interface Perinatal {
  /** Since when it is known, and when the child is due. */
  readonly pregnant: { readonly told: number; readonly due: number } | null;
  readonly ended: number | null;
  readonly notPregnant: number | null;
  /** Somebody thinks so, and nobody knows. */
  readonly possible: number | null;
  readonly parenting: { readonly told: number; readonly isSo: boolean } | null;
  /** Whether a case of child welfare is open. */
  readonly dcf: { readonly told: number; readonly isOpen: boolean } | null;
}

const NOTHING: Perinatal = {
  pregnant: null,
  ended: null,
  notPregnant: null,
  possible: null,
  parenting: null,
  dcf: null,
};

type Life = 'expecting' | 'year-over' | 'long-ago' | 'no-child' | 'perhaps' | 'not-asked';
const OF_COACHES = new Lot<Life>([
  ['expecting', 50],
  ['year-over', 14],
  ['long-ago', 8],
  ['no-child', 12],
  ['perhaps', 4],
  ['not-asked', 12],
]);
const OF_SPECIALISTS = new Lot<Life>([
  ['expecting', 14],
  ['year-over', 6],
  ['long-ago', 5],
  ['no-child', 10],
  ['perhaps', 3],
  ['not-asked', 62],
]);

/** Most members of a coach are pregnant or have had a child not long ago. Nothing is known that comes after the period's last day. */
export function perinatalOf(random: Random, { services }: Story, period: Period): Perinatal {
  if (services.length === 0) return NOTHING;
  const life = (services.includes('prc') ? OF_COACHES : OF_SPECIALISTS).draw(random);
  const told = lifeOf(random, life, period);
  const dcf =
    life !== 'not-asked' && random.chance(40)
      ? { told: period.from - random.between(-40, 60), isOpen: random.chance(60) }
      : null;
  return known({ ...told, dcf }, period.to);
}

function lifeOf(random: Random, life: Life, { from, to }: Period): Perinatal {
  const asked = from - random.between(-20, 90);
  switch (life) {
    case 'expecting': {
      const told = from - random.between(-30, 120);
      const due = told + random.between(20, 240);
      const born = due + random.between(-14, 7);
      return {
        ...NOTHING,
        pregnant: { told, due },
        ended: born,
        notPregnant: random.chance(70) ? born + 1 : null,
        parenting: random.chance(70) ? { told: born + 2, isSo: random.chance(90) } : null,
      };
    }
    case 'year-over': {
      // the anniversary lies in the period
      const ended = from - 364 + random.int(to - from + 1);
      const parenting = random.chance(70) ? { told: Math.max(ended + 1, from - 200), isSo: random.chance(40) } : null;
      return { ...NOTHING, ended, notPregnant: random.chance(50) ? ended + 1 : null, parenting };
    }
    case 'long-ago': {
      const ended = from - random.between(500, 900);
      return { ...NOTHING, ended, parenting: random.chance(80) ? { told: asked, isSo: random.chance(60) } : null };
    }
    case 'no-child':
      return { ...NOTHING, notPregnant: asked, parenting: random.chance(80) ? { told: asked, isSo: false } : null };
    case 'perhaps':
      return { ...NOTHING, possible: asked };
    case 'not-asked':
      return NOTHING;
  }
}

function known({ pregnant, ended, notPregnant, possible, parenting, dcf }: Perinatal, to: number): Perinatal {
  const day = (one: number | null): number | null => (one !== null && one <= to ? one : null);
  const fact = <T extends { told: number }>(one: T | null): T | null => (one !== null && one.told <= to ? one : null);
  return {
    pregnant: fact(pregnant),
    ended: day(ended),
    notPregnant: day(notPregnant),
    possible: day(possible),
    parenting: fact(parenting),
    dcf: fact(dcf),
  };
}
