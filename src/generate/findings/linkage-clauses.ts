import type { Agreement } from '../agreements.ts';
import type { Service } from '../codes.ts';
import { linkagesOf } from './provider-clauses.ts';
import type { ProviderClause, ProviderFacts } from './provider-clauses.ts';
import { anyOf, edgesOf, isOn } from './verdict.ts';
import type { Course, Verdict } from './verdict.ts';

/** Clauses on agreements with one kind of partner. Emergency service programs became mobile crisis intervention in 2023. */
const PARTNERS: Readonly<Record<Service, Readonly<Record<string, string>>>> = {
  cps: {
    'CPS-AF-1a-ii': 'iop',
    'CPS-AF-1a-iii': 'mental-health-center',
    'CPS-AF-1a-iv': 'cbhc',
    'CPS-AF-1a-v': 'php',
    'CPS-AF-1a-vi': 'soap',
    'CPS-AF-1a-vii': 'otp',
    'CPS-AF-1a-viii': 'obat-obot',
    'CPS-AF-1a-ix': 'amci',
    'CPS-AF-1a-xi': 'inpatient-psych',
    'CPS-AF-1a-xii': 'ats-3.7',
    'CPS-AF-1a-xiii': 'css-3.5',
    'CPS-AF-1a-xiv': 'ccs',
    'CPS-AF-1a-xv': 'rrs-3.1',
    'CPS-AF-1b-i': 'emergency-department',
    'CPS-AF-1b-ii': 'primary-care',
    'CPS-AF-1b-iii': 'hospital',
    'CPS-AF-1b-iv': 'ob-gyn',
    'CPS-AF-1b-v': 'community-health-center',
    'CPS-AF-1d': 'accs',
    'CPS-AF-1e': 'criminal-justice',
    'CPS-AF-1f': 'drug-court',
    'CPS-AF-1g': 'faith-based',
    'CPS-AF-1h': 'recovery-support-center',
    'CPS-AF-1i': 'supportive-sober-housing',
  },
  prc: {
    'PRC-AF-2a-i-1': 'soap',
    'PRC-AF-2a-i-2': 'sud-outpatient',
    'PRC-AF-2a-i-3': 'otp',
    'PRC-AF-2a-ii-1': 'ats-3.7',
    'PRC-AF-2a-ii-2': 'css-3.5',
    'PRC-AF-2a-ii-3': 'tss-3.1',
    'PRC-AF-2a-ii-4': 'rrs-3.1',
    'PRC-AF-2b-i': 'bh-community-partner',
    'PRC-AF-2b-ii': 'amci',
    'PRC-AF-2b-iii': 'mental-health-center',
    'PRC-AF-2b-iv': 'php',
    'PRC-AF-2c-i': 'emergency-department',
    'PRC-AF-2c-ii': 'primary-care',
    'PRC-AF-2c-iii': 'mental-health-center',
    'PRC-AF-2c-iv': 'hospital',
    'PRC-AF-2c-v': 'ob-gyn',
    'PRC-AF-2c-vi': 'community-health-center',
    'PRC-AF-2d-i': 'criminal-justice',
    'PRC-AF-2d-ii': 'drug-court',
    'PRC-AF-2d-iii': 'faith-based',
    'PRC-AF-2d-iv': 'recovery-support-center',
    'PRC-AF-2d-v': 'supportive-sober-housing',
    'PRC-AF-2d-vi': 'doula',
    'PRC-AF-2d-vii': 'lactation-support',
    'PRC-AF-2d-viii': 'wic',
    'PRC-AF-2d-ix': 'birthing-center',
  },
};

/** Headings: a partner of any of the kinds beneath. Clause → what the ids of those begin with. */
const HEADINGS: Readonly<Record<Service, Readonly<Record<string, readonly string[]>>>> = {
  cps: {
    'CPS-AF-1a-i': ['1a-ii', '1a-iii', '1a-iv', '1a-v', '1a-vi', '1a-vii', '1a-viii', '1a-ix'],
    'CPS-AF-1a-x': ['1a-xi', '1a-xii', '1a-xiii', '1a-xiv', '1a-xv'],
    'CPS-AF-1c': ['1d', '1e', '1f', '1g', '1h', '1i'],
  },
  prc: {
    'PRC-AF-2a-i': ['2a-i-1', '2a-i-2', '2a-i-3'],
    'PRC-AF-2a-ii': ['2a-ii-1', '2a-ii-2', '2a-ii-3', '2a-ii-4'],
  },
};

/** Clauses on agreements in each of several groups of partners; a group is the items that begin so. */
const GROUPS: Readonly<Record<string, { readonly service: Service; readonly groups: readonly (readonly string[])[] }>> =
  {
    'CPS-AF-1-variety': {
      service: 'cps',
      groups: [kindsOf('cps', '1a'), kindsOf('cps', '1b'), kindsOf('cps', '1d', '1e', '1f', '1g', '1h', '1i')],
    },
    'CPS-CS-4c': { service: 'cps', groups: [['dcf'], ['early-intervention']] },
    'PRC-AF-2': { service: 'prc', groups: ['2a', '2b', '2c', '2d'].map((group) => kindsOf('prc', group)) },
    'PRC-SC-17e': { service: 'prc', groups: [['dcf'], ['early-intervention']] },
  };

export const LINKAGE_CLAUSES: readonly ProviderClause[] = [
  ...(['cps', 'prc'] as const).flatMap((service) => [
    ...Object.entries(PARTNERS[service]).map(([clause, kind]) => {
      return { clause, service, course: (facts: ProviderFacts) => agreedWith(facts, kind) };
    }),
    ...Object.entries(HEADINGS[service]).map(([clause, items]) => {
      const kinds = items.flatMap((item) => PARTNERS[service][`${prefixOf(service)}${item}`] ?? []);
      return {
        clause,
        service,
        course: (facts: ProviderFacts) => anyOf(...kinds.map((kind) => agreedWith(facts, kind))),
      };
    }),
  ]),
  ...Object.entries(GROUPS).map(([clause, { service, groups }]) => {
    return { clause, service, course: (facts: ProviderFacts) => acrossGroups(facts, groups) };
  }),
];

function prefixOf(service: Service): string {
  return service === 'cps' ? 'CPS-AF-' : 'PRC-AF-';
}

function kindsOf(service: Service, ...items: readonly string[]): string[] {
  return Object.entries(PARTNERS[service])
    .filter(([clause]) => items.some((item) => clause.startsWith(`${prefixOf(service)}${item}`)))
    .map(([, kind]) => kind);
}

/** An agreement with such a partner on the day; one with a partner of unknown kind may be it. */
function agreedWith(facts: ProviderFacts, kind: string): Course {
  const linkages = linkagesOf(facts);
  const on = (day: number): Verdict => {
    const there = linkages.filter((one) => isOn(one, day));
    if (there.some(({ partnerType }) => partnerType === kind)) return 'satisfied';
    return hasUnknown(there) ? 'insufficient-data' : 'not-satisfied';
  };
  return { on, changes: edgesOf(linkages) };
}

/** A partner in each group; where some group has one and another none, it is missing; with none at all, nothing is on file. */
function acrossGroups(facts: ProviderFacts, groups: readonly (readonly string[])[]): Course {
  const linkages = linkagesOf(facts);
  const on = (day: number): Verdict => {
    const there = linkages.filter((one) => isOn(one, day));
    const covered = groups.filter((kinds) => there.some(({ partnerType }) => kinds.includes(partnerType ?? '')));
    if (covered.length === groups.length) return 'satisfied';
    return hasUnknown(there) || covered.length === 0 ? 'insufficient-data' : 'not-satisfied';
  };
  return { on, changes: edgesOf(linkages) };
}

function hasUnknown(agreements: readonly Agreement[]): boolean {
  return agreements.some(({ partnerType }) => partnerType === null);
}
