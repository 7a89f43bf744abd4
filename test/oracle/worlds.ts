/** Random members, each a little world of its own, and many of them in one source. */
import fc from 'fast-check';
import {
  communication,
  concept,
  element,
  encounter,
  fhirDate,
  peerService,
  pick,
  reference,
  soundEncounter,
} from './arbitraries.ts';
import type { Element, Service } from './arbitraries.ts';
import type { Day } from './dates.ts';
import type { AnyResource } from '../world.ts';
import type { Completable } from './source.ts';

/** Ids start with `@`, until many members share a source. */
export interface MemberWorld {
  readonly resources: readonly AnyResource[];
  /** 29: types of which a line of this member can't be read. */
  readonly torn: readonly Completable[];
}

function episode(main: Service, from: Day, to: Day): fc.Arbitrary<Element> {
  return fc
    .record({
      status: pick([8, 'active'], [2, 'finished'], [1, 'onhold'], [0.4, 'planned'], [0.4, 'entered-in-error']),
      type: peerService(main, 0.3),
      provider: pick<string | undefined>([8, '@a'], [1, '@b'], [0.7, undefined], [0.4, '@lost']),
      start: fhirDate(from + 5, to - 10, 0.7),
      end: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        { weight: 5, arbitrary: fhirDate(from + 15, to, 1) },
      ),
      referrals: pick<string[]>([5, []], [5, ['@ref0']], [1, ['@ref1']], [1, ['@ref0', '@ref1']], [0.5, ['@lost']]),
    })
    .map((its) => ({
      resourceType: 'EpisodeOfCare',
      status: its.status,
      ...element('type', its.type === undefined ? undefined : [its.type]),
      patient: reference('Patient/@m'),
      ...element('managingOrganization', its.provider && reference(`Organization/${its.provider}`)),
      period: { ...element('start', its.start), ...element('end', its.end) },
      referralRequest: its.referrals.map((id) => reference(`ServiceRequest/${id}`)),
    }));
}

function referral(main: Service, from: Day, to: Day): fc.Arbitrary<Element> {
  return fc
    .record({
      status: pick([8, 'active'], [1, 'completed'], [1, 'revoked'], [0.5, 'draft'], [0.7, 'entered-in-error']),
      code: peerService(main, 0.5),
      performer: pick<string[]>([4, []], [4, ['@a']], [1, ['@b']]),
      authoredOn: fhirDate(from, to, 1),
    })
    .map((its) => ({
      resourceType: 'ServiceRequest',
      status: its.status,
      intent: 'order',
      ...element('code', its.code),
      subject: reference('Patient/@m'),
      ...element('authoredOn', its.authoredOn),
      performer: its.performer.map((id) => reference(`Organization/${id}`)),
    }));
}

const organizationType = pick<Element | undefined>(
  [6, concept('organization-type', 'cbhc')],
  [1, concept('organization-type', 'cmhc')],
  [3, concept('organization-type', 'recovery-support-center')],
  [1, concept('https://ehr.example/types', 'cbhc')],
  [1, undefined],
);

function organization(id: string, above: fc.Arbitrary<string | undefined>): fc.Arbitrary<Element> {
  return fc.record({ type: organizationType, above }).map((its) => ({
    resourceType: 'Organization',
    id,
    ...element('type', its.type && [its.type]),
    ...element('partOf', its.above && reference(`Organization/${its.above}`)),
  }));
}

const none = undefined;
const organizations = fc.tuple(
  organization('@a', pick<string | undefined>([6, none], [2, '@p'], [0.5, '@lost'])),
  organization('@p', pick<string | undefined>([4, none], [1, '@a'])),
  organization('@b', pick<string | undefined>([4, none], [1, '@a'])),
  organization('@c', pick<string | undefined>([1, none], [4, '@a'], [1, '@s'])),
  organization('@s', pick<string | undefined>([4, none], [1, '@b'])),
);

function affiliation(from: Day, to: Day): fc.Arbitrary<Element> {
  const center = pick([3, '@a'], [3, '@p'], [2, '@b'], [0.5, '@lost']);
  return fc
    .record({
      active: pick<boolean | undefined>([4, undefined], [4, true], [1, false]),
      code: pick([5, 'cps-subcontract'], [1, 'qsoa']),
      organization: center,
      participating: pick([4, '@a'], [2, '@b'], [2, '@s'], [1, '@c']),
      start: fhirDate(from, to - 20, 1),
      end: fc.oneof(
        { weight: 2, arbitrary: fc.constant(undefined) },
        { weight: 2, arbitrary: fhirDate(from + 15, to, 1) },
      ),
    })
    .map((its) => ({
      resourceType: 'OrganizationAffiliation',
      ...element('active', its.active),
      organization: reference(`Organization/${its.organization}`),
      participatingOrganization: reference(`Organization/${its.participating}`),
      code: [concept('agreement-type', its.code)],
      period: { ...element('start', its.start), ...element('end', its.end) },
    }));
}

function role(id: string, practitioner: string): fc.Arbitrary<Element> {
  return fc
    .record({
      code: pick<Element | undefined>(
        [4, concept('worker-role', 'certified-peer-specialist')],
        [4, concept('worker-role', 'peer-recovery-coach')],
        [1, concept('worker-role', 'supervisor')],
        [1, concept('https://ehr.example/roles', 'coach')],
        [0.5, undefined],
      ),
      organization: pick<string | undefined>([5, '@a'], [1, '@b'], [1, '@c'], [1, '@s'], [1, undefined]),
    })
    .map((its) => ({
      resourceType: 'PractitionerRole',
      id,
      practitioner: reference(practitioner),
      ...element('organization', its.organization && reference(`Organization/${its.organization}`)),
      ...element('code', its.code && [its.code]),
    }));
}

/** One member whose dates lie between two days. */
export function memberWorld(from: Day, to: Day): fc.Arbitrary<MemberWorld> {
  // as many of what is sound as of what is odd, instead of fast-check's own fondness of the small and the extreme
  return fc.noBias(fc.constantFrom<Service>('cps', 'prc').chain((main) => worldOf(main, from, to)));
}

function worldOf(main: Service, from: Day, to: Day): fc.Arbitrary<MemberWorld> {
  const several = (name: string, one: fc.Arbitrary<Element>, min: number, max: number): fc.Arbitrary<Element[]> =>
    fc
      .array(one, { minLength: min, maxLength: max, size: 'max' })
      .map((all) => all.map((each, index) => ({ ...each, id: `@${name}${index}` })));
  return fc
    .record({
      episodes: fc.oneof(
        { weight: 2, arbitrary: several('e', episode(main, from, to), 1, 1) },
        { weight: 3, arbitrary: several('e', episode(main, from, to), 1, 3) },
      ),
      referrals: several('ref', referral(main, from, to - 10), 0, 3),
      encounters: several(
        'c',
        fc.oneof(
          { weight: 2, arbitrary: encounter(main, from, to) },
          { weight: 1, arbitrary: soundEncounter(main, from, to) },
        ),
        0,
        8,
      ),
      communications: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Element[]>([]) },
        { weight: 2, arbitrary: several('t', communication(main, from, to), 0, 5) },
      ),
      organizations,
      affiliations: several('f', affiliation(from, to), 0, 2),
      roles: fc.tuple(role('@r1', 'Practitioner/@w1'), role('@r2', 'Practitioner/@w1')),
      torn: pick<Completable[]>(
        [8, []],
        [0.7, ['Encounter']],
        [0.7, ['Communication']],
        [0.3, ['Encounter', 'Communication']],
      ),
    })
    .map(({ torn, ...lists }) => ({
      torn,
      resources: [
        { resourceType: 'Patient', id: '@m' },
        ...Object.values(lists)
          .flat()
          .map((each): AnyResource => ({ resourceType: '', ...each })),
      ],
    }));
}

/** The same, with ids of its own, so that it can share a source with others. */
export function withPrefix(prefix: string, world: MemberWorld): MemberWorld {
  return { ...world, resources: world.resources.map((each) => ({ resourceType: '', ...rename(each, prefix) })) };
}

function rename(element: Element, prefix: string): Element {
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace('@', prefix);
    if (Array.isArray(value)) return value.map(renamed);
    return typeof value === 'object' && value !== null ? rename({ ...value }, prefix) : value;
  };
  return Object.fromEntries(Object.entries(element).map(([name, value]) => [name, renamed(value)]));
}
