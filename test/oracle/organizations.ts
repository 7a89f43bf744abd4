/** Organizations above one another, and the provider gate of CPS (case-rate.md, 10 and 25). */
import { datesOf } from './dates.ts';
import type { Range } from './dates.ts';
import { and, known, or } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { codesOf, target, targets } from './resources.ts';
import type { OrganizationAffiliation } from './resources.ts';
import type { Source } from './source.ts';

/** All that the source names, and one of which nothing is known. */
export function organizationsIn(source: Source): string[] {
  const named = [
    ...source.organizations.keys(),
    ...[...source.encounters.values()].map(({ serviceProvider }) => target(serviceProvider)),
    ...[...source.communications.values()].flatMap(({ sender, recipient }) => targets([sender ?? {}, ...recipient])),
    ...[...source.roles.values()].map(({ organization }) => target(organization)),
    ...[...source.episodes.values()].map(({ managingOrganization }) => target(managingOrganization)),
    'Organization/unknown',
  ];
  return [...new Set(named.flatMap((each) => (each?.startsWith('Organization/') === true ? [each] : [])))];
}

/** 25: whether an affiliation is a subcontract that covers each of the dates, some of them, or none. */
function covers({ active, code, period }: OrganizationAffiliation, dates: Range): Kleene {
  if (active === false || !codesOf('agreement-type', code).includes('cps-subcontract')) return 'N';
  const start = period.start === undefined ? { lo: -Infinity, hi: -Infinity } : datesOf(period.start);
  const end = period.end === undefined ? { lo: Infinity, hi: Infinity } : datesOf(period.end);
  if (start.hi <= dates.lo && end.lo >= dates.hi) return 'S';
  return start.lo <= dates.hi && end.hi >= dates.lo ? 'I' : 'N';
}

/** 25: whether an affiliation makes its participating organization a subcontractor of a center on these dates. */
function sells(source: Source, affiliation: OrganizationAffiliation, dates: Range): Kleene {
  const buyer = target(affiliation.organization);
  return and([covers(affiliation, dates), buyer === undefined ? 'I' : isCenter(source, buyer)]);
}

/**
 * 10: whether what is `below`'s on these dates is also `above`'s: the same, a component of it, or a subcontractor of it, at any
 * remove. `seen` ends cycles.
 */
export function isAbove(
  source: Source,
  above: string,
  below: string,
  dates: Range,
  seen: readonly string[] = [],
): Kleene {
  if (above === below) return 'S';
  if (seen.includes(below)) return 'N';
  const onwards = (next: string | undefined): Kleene =>
    next === undefined ? 'N' : isAbove(source, above, next, dates, [...seen, below]);
  return or([
    onwards(target(source.organizations.get(below)?.partOf)),
    ...[...source.affiliations.values()]
      .filter((each) => target(each.participatingOrganization) === below)
      .map((each) => and([sells(source, each, dates), onwards(target(each.organization))])),
  ]);
}

const centers = ['cbhc', 'cmhc'];

function ownTypes(source: Source, organization: string): string[] {
  return codesOf('organization-type', source.organizations.get(organization)?.type ?? []);
}

/** 25: a type of its own or an ancestor's makes it a center; any other type of its own makes it none; else it is unknown. */
function isCenter(source: Source, organization: string): Kleene {
  const own = ownTypes(source, organization);
  const lineage: string[] = [];
  for (
    let at: string | undefined = organization;
    at !== undefined && !lineage.includes(at);
    at = target(source.organizations.get(at)?.partOf)
  )
    lineage.push(at);
  if (lineage.some((each) => ownTypes(source, each).some((type) => centers.includes(type)))) return 'S';
  return own.length > 0 ? 'N' : 'I';
}

export interface GateVerdict {
  readonly outcome: Kleene;
  readonly reason: string;
  /** Of what is satisfied: contacts that carry the day. */
  readonly carriers?: readonly string[];
}

export const passed: GateVerdict = { outcome: 'S', reason: 'all-gates-satisfied' };

/** 25: the provider gate on one day. */
export function providerGate(source: Source, provider: string, member: string, day: number): GateVerdict {
  const own = isCenter(source, provider);
  if (own === 'S') return passed;
  const subcontract = or(
    [...source.affiliations.values()]
      .filter((each) => target(each.participatingOrganization) === provider)
      .map((each) => sells(source, each, { lo: day, hi: day })),
  );
  if (subcontract === 'S') return passed;
  if (own === 'I') return { outcome: 'I', reason: 'provider-type-unknown' };
  if (subcontract === 'I') return { outcome: 'I', reason: 'affiliation-undecided' };
  return known(source.isComplete('OrganizationAffiliation', member)) === 'S'
    ? { outcome: 'N', reason: 'provider-not-eligible' }
    : { outcome: 'I', reason: 'affiliation-source-incomplete' };
}
