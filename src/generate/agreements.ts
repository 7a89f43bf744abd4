import type { Period } from './calendar.ts';
import type { Catchment, Provider } from './catchment.ts';
import { NO } from './truth.ts';
import type { Random } from './random.ts';
import { PAYORS } from './shared-organizations.ts';

const YEAR = 365;
export const SUBCONTRACT = 'cps-subcontract';

/** An organization whom providers refer to and hear from. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  /** What kind of organization it is; null: nobody recorded it. */
  readonly type: string | null;
}

/** What two organizations signed. */
export interface Agreement {
  readonly id: string;
  readonly organization: string;
  readonly participating: string;
  /** What kind of organization the one beside the provider is, of those that the provider makes agreements with; null: nobody recorded it. */
  readonly partnerType: string | null;
  /** Null: the record doesn't tell. */
  readonly form: string | null;
  readonly first: number;
  /** Null: until further notice. */
  readonly last: number | null;
  /** False: drawn up, and never in force. */
  readonly isInForce: boolean;
  readonly contents: readonly string[];
  readonly missing: readonly string[];
}

const PARTNERS: readonly (readonly [type: string | null, title: string])[] = [
  ['emergency-department', 'Hospital, Emergency Department'],
  ['primary-care', 'Primary Care'],
  ['hospital', 'General Hospital'],
  ['ob-gyn', 'Women’s Health'],
  ['community-health-center', 'Community Health Center'],
  ['iop', 'Intensive Outpatient'],
  ['mental-health-center', 'Mental Health Center'],
  ['cbhc', 'Behavioral Health Center of the next area'],
  ['php', 'Day Hospital'],
  ['soap', 'Structured Outpatient'],
  ['sud-outpatient', 'Outpatient Recovery'],
  ['otp', 'Opioid Treatment Program'],
  ['obat-obot', 'Office-based Treatment'],
  ['amci', 'Mobile Crisis Team'],
  ['inpatient-psych', 'Inpatient Psychiatry'],
  ['ats-3.7', 'Acute Treatment'],
  ['css-3.5', 'Clinical Stabilization'],
  ['tss-3.1', 'Transitional Support'],
  ['ccs', 'Crisis Stabilization'],
  ['rrs-3.1', 'Residential Recovery'],
  ['bh-community-partner', 'Community Partner'],
  ['accs', 'Adult Community Clinical Services'],
  ['criminal-justice', 'House of Correction'],
  ['drug-court', 'Drug Court'],
  ['faith-based', 'Interfaith Council'],
  ['recovery-support-center', 'Recovery Café'],
  ['supportive-sober-housing', 'Sober House'],
  ['doula', 'Doulas'],
  ['lactation-support', 'Lactation Line'],
  ['wic', 'WIC Site'],
  ['birthing-center', 'Birthing Center'],
  ['dcf', 'Children and Families, Area Office'],
  ['early-intervention', 'Early Intervention'],
  [null, 'Wellness Partnership'],
];
const FORMS = ['qsoa', 'mou', 'baa', 'linkage'] as const;
const CONTENTS = ['referral', 'transition', 'aftercare', 'discharge'] as const;
const SUBCONTRACT_CONTENTS = ['training-certification-clause', 'oversight-mechanisms'] as const;

export function partnersOf({ number }: Catchment): Partner[] {
  return PARTNERS.map(([type, title]) => {
    return { id: `partner-${(type ?? 'unknown').replaceAll('.', '-')}-${number}`, name: `${title} ${number}`, type };
  });
}

/** Subcontracts, one that never came into force, contracts with payers, and agreements with partners. */
export function agreementsOf(
  random: Random,
  { number, providers }: Catchment,
  partners: readonly Partner[],
  period: Period,
): Agreement[] {
  const [center, practice] = ['cbhc', 'practice'].map((key) => providers.find(({ id }) => id === `${key}-${number}`));
  return [
    ...providers.flatMap((provider) => subcontractsOf(random, provider)),
    ...(center === undefined || practice === undefined ? [] : [refusedOf(center, practice, period)]),
    ...providers.flatMap((provider) => contractsOf(random, provider, period)),
    ...providers
      .filter(({ byType }) => byType !== NO)
      .flatMap((provider) => linkagesOf(random, provider, partners, period)),
  ];
}

function subcontractsOf(random: Random, { id, subcontracts }: Provider): Agreement[] {
  return subcontracts.map(({ center, first, last, isOpenEnded }, index) => ({
    id: `sub-${id}-${index + 1}`,
    organization: center,
    participating: id,
    partnerType: null,
    form: SUBCONTRACT,
    first,
    last: isOpenEnded ? null : last,
    isInForce: true,
    ...contentsOf(random, SUBCONTRACT_CONTENTS),
  }));
}

function refusedOf(center: Provider, practice: Provider, { from }: Period): Agreement {
  return {
    id: `sub-${practice.id}`,
    organization: center.id,
    participating: practice.id,
    partnerType: null,
    form: SUBCONTRACT,
    first: from - 60,
    last: null,
    isInForce: false,
    contents: [],
    missing: [],
  };
}

/** Most providers have a contract with a payer, some from a day on that lies in the period. */
function contractsOf(random: Random, { id }: Provider, { from, to }: Period): Agreement[] {
  return PAYORS.filter(() => random.chance(45)).map((payor) => ({
    id: `contract-${id}-${payor}`,
    organization: payor,
    participating: id,
    partnerType: 'payer',
    form: 'other-written',
    first: random.chance(70) ? from - random.between(30, 2 * YEAR) : random.between(from, to),
    last: random.chance(20) ? to : null,
    isInForce: true,
    contents: [],
    missing: [],
  }));
}

/** Centers have agreements with half of those around them; some lapse, some say not all, of some the record doesn't tell all. */
function linkagesOf(random: Random, { id }: Provider, partners: readonly Partner[], { from, to }: Period): Agreement[] {
  const isSociable = random.chance(60);
  return partners
    .filter(({ type }) => random.chance(type === null ? 20 : isSociable ? 75 : 30))
    .map((partner) => {
      const first = random.chance(85) ? from - random.between(1, 2 * YEAR) : random.between(from, to);
      const last = random.chance(20) ? random.between(Math.max(first, from), to) : to + random.between(10, YEAR);
      return {
        id: `aff-${id}-${partner.id}`,
        organization: id,
        participating: partner.id,
        partnerType: partner.type,
        form: random.chance(94) ? random.pick(FORMS) : null,
        first,
        last: random.chance(20) ? null : last,
        isInForce: true,
        ...contentsOf(random, CONTENTS),
      };
    });
}

/** What an agreement says, and what it is known to lack; of some it isn't known of everything. */
function contentsOf(random: Random, items: readonly string[]): Pick<Agreement, 'contents' | 'missing'> {
  const odd = random.chance(35) ? random.pick(items) : null;
  const isLacking = random.chance(60);
  return {
    contents: items.filter((item) => item !== odd),
    missing: items.filter((item) => item === odd && isLacking),
  };
}
