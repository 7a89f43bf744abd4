import type { Period, Stretch } from './calendar.ts';
import { covers } from './calendar.ts';
import { PLACES } from './names.ts';
import { Lot, Random } from './random.ts';
import { NO, OPEN, YES } from './truth.ts';
import type { Truth } from './truth.ts';
import type { Service } from './codes.ts';
import { staffOf } from './staff.ts';
import type { Role } from './staff.ts';

/** So many members live in one catchment area, with providers of its own: a member's providers never depend on how many members there are. */
const MEMBERS = 500;
const STREAM = 2;

/** An organization that serves members, and what the story knows of it. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly partOf: string | null;
  readonly isLicensed: boolean;
  /** Providers of one family may be linked: contacts of the one can count for the other. */
  readonly family: string;
  /** Whether its type, or that of the center it is part of, lets it provide CPS. */
  readonly byType: Truth;
  readonly subcontracts: readonly Subcontract[];
  readonly roles: readonly Role[];
}

/** Days on which a center buys CPS from it. */
export interface Subcontract extends Stretch {
  readonly center: string;
  readonly isOpenEnded: boolean;
}

export interface Catchment {
  readonly number: number;
  readonly providers: readonly Provider[];
  /** By how many members they have. */
  readonly lots: Readonly<Record<Service, Lot<Provider>>>;
}

/** Whether CPS of this provider may be paid for that day. */
export function eligibleOn(provider: Provider, day: number): Truth {
  return provider.subcontracts.some((subcontract) => covers(subcontract, day)) ? YES : provider.byType;
}

/** The numbers of a catchment's members; members are numbered from 1, catchments too. */
export function membersOfCatchment(number: number): Stretch {
  return { first: (number - 1) * MEMBERS + 1, last: number * MEMBERS };
}

export function catchmentOf(seed: number, number: number, period: Period): Catchment {
  const random = new Random(seed, STREAM, number);
  const subcontracts = subcontractsOf(random, number, period);
  const providers = PROVIDERS.map(({ key, title, types, part, family, byType }, index): Provider => {
    const id = idOf(number, key);
    return {
      id,
      name: `${random.pick(PLACES)} ${title}`,
      types,
      partOf: part === undefined ? null : idOf(number, part),
      isLicensed: family !== 'E',
      family,
      byType,
      subcontracts: subcontracts.get(key) ?? [],
      roles: staffOf(random, number * 100 + index, id, period),
    };
  });
  return { number, providers, lots: { cps: lotOf(providers, 'cps'), prc: lotOf(providers, 'prc') } };
}

interface Kind {
  readonly key: string;
  readonly title: string;
  readonly types: readonly string[];
  readonly part?: string;
  readonly family: string;
  readonly byType: Truth;
  /** How many members it has, of either service. */
  readonly weights: Readonly<Record<Service, number>>;
}

const PROVIDERS: readonly Kind[] = [
  kind('cbhc', 'Community Behavioral Health Center', ['cbhc'], 'A', YES, 30, 20),
  kind('cbhc-2', 'Behavioral Health', ['cbhc', 'mental-health-center'], 'B', YES, 18, 15),
  { ...kind('site', 'Neighborhood Office', ['iop'], 'B', YES, 10, 10), part: 'cbhc-2' },
  kind('cmhc', 'Community Mental Health Center', ['cmhc'], 'C', YES, 12, 10),
  // the center above buys CPS from these two; one of the agreements may lapse
  kind('vendor', 'Recovery Support Center', ['recovery-support-center'], 'A', NO, 14, 15),
  kind('vendor-2', 'Peer Network', ['recovery-support-center'], 'A', NO, 6, 10),
  kind('practice', 'Family Practice', ['primary-care'], 'D', NO, 6, 15),
  kind('office', 'Peer Office', [], 'E', OPEN, 4, 5),
];

function kind(
  key: string,
  title: string,
  types: readonly string[],
  family: string,
  byType: Truth,
  cps: number,
  prc: number,
): Kind {
  return { key, title, types, family, byType, weights: { cps, prc } };
}

function idOf(catchment: number, key: string): string {
  return `${key}-${catchment}`;
}

function lotOf(providers: readonly Provider[], service: Service): Lot<Provider> {
  return new Lot(providers.map((provider, index) => [provider, PROVIDERS[index]?.weights[service] ?? 0] as const));
}

/** The first vendor's agreement lapses within the period in most catchments, and is renewed late in some; the other one's holds. */
function subcontractsOf(random: Random, catchment: number, { from, to }: Period): ReadonlyMap<string, Subcontract[]> {
  const center = idOf(catchment, 'cbhc');
  const until = (first: number, last: number, isOpenEnded = false): Subcontract => ({
    center,
    first,
    last,
    isOpenEnded,
  });
  const first = from - random.between(200, 700);
  const lapse = random.chance(70) ? random.between(from, to) : to + random.between(20, 400);
  const renewed = lapse + random.between(10, 40);
  return new Map([
    ['vendor', random.chance(60) ? [until(first, lapse), until(renewed, renewed + 730)] : [until(first, lapse)]],
    ['vendor-2', [until(from - random.between(300, 900), to + 3650, true)]],
  ]);
}
