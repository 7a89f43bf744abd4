import type { Agreement, Partner } from './agreements.ts';
import { agreementsOf, partnersOf } from './agreements.ts';
import type { Period, Stretch } from './calendar.ts';
import type { Career } from './career.ts';
import { careersOf } from './career.ts';
import type { Catchment, Provider } from './catchment.ts';
import { Random } from './random.ts';

const STREAM = 3;
const YEAR = 365;

/** What a provider has: a licence, a plan for quality, workers. */
export interface Holding {
  readonly provider: Provider;
  readonly licence: Stretch | null;
  readonly qualityPlan: QualityPlan | null;
  readonly careers: readonly Career[];
}

export interface QualityPlan extends Stretch {
  readonly written: number;
}

/** Everything of a catchment that isn't about one member. */
export interface Holdings {
  readonly number: number;
  readonly ofProviders: readonly Holding[];
  readonly partners: readonly Partner[];
  readonly agreements: readonly Agreement[];
  /** For what rows tell beside. */
  readonly random: Random;
}

export function holdingsOf(catchment: Catchment, seed: number, period: Period): Holdings {
  const random = new Random(seed, STREAM, catchment.number);
  const partners = partnersOf(catchment);
  return {
    number: catchment.number,
    ofProviders: catchment.providers.map((provider) => holdingOf(random, provider, period)),
    partners,
    agreements: agreementsOf(random, catchment, partners, period),
    random,
  };
}

function holdingOf(random: Random, provider: Provider, period: Period): Holding {
  return {
    provider,
    licence: provider.isLicensed ? licenceOf(random, period) : null,
    qualityPlan: random.chance(75) ? qualityPlanOf(random, period) : null,
    careers: careersOf(random, provider.roles, period),
  };
}

function licenceOf(random: Random, { from, to }: Period): Stretch {
  const first = from - random.between(100, 2 * YEAR);
  return { first, last: random.chance(25) ? random.between(from, to) : to + random.between(30, 2 * YEAR) };
}

function qualityPlanOf(random: Random, { from, to }: Period): QualityPlan {
  const first = random.chance(75) ? from - 10 : random.between(from, to);
  const last = random.chance(70) ? to + 180 : random.between(first, to);
  return { written: first - random.between(0, 80), first, last };
}
