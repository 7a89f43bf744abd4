/** The FHIR resources that the words of a case stand for, in the shapes of the contract (fhir-shapes.md). */
import type { AnyResource } from '../../test/world.ts';
import { fullDate } from './case-notation.ts';
import type { Case } from './case-notation.ts';

const base = 'https://peerbridge.dev/fhir';
type Concept = Readonly<{ coding: readonly { system: string; code: string }[] }>;
const concept = (system: string, code: string): Concept => ({
  coding: [{ system: `${base}/CodeSystem/${system}`, code }],
});

const services = ['cps', 'prc'];
const modes = ['in-person', 'phone', 'video', 'text', 'email'];
const participationModes = ['FACE', 'PHYSICAL', 'PHONE', 'VIDEOCONF', 'EMAILWRIT', 'SMSWRIT'];
const classes = ['AMB', 'HH', 'FLD', 'EMER', 'IMP', 'VR', 'SS', 'OBSENC'];
const contactTypes = ['initial-meeting', 'ongoing-contact', 'accompaniment', 'appointment-preparation', 'collateral'];
const statuses = {
  contact: [
    'planned',
    'arrived',
    'triaged',
    'in-progress',
    'onleave',
    'finished',
    'cancelled',
    'entered-in-error',
    'unknown',
  ],
  message: ['preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown'],
  referral: ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'],
  episode: ['planned', 'waitlist', 'active', 'onhold', 'finished', 'cancelled', 'entered-in-error'],
};
const organizationTypes = ['cbhc', 'cmhc', 'recovery-support-center', 'hospital'];
const agreementTypes = ['qsoa', 'mou', 'cps-subcontract'];
const workerRoles = ['certified-peer-specialist', 'peer-recovery-coach', 'supervisor'];

/** The words of one resource, each taken once; what is left at the end is a slip of the pen. */
class Words {
  #left: string[];
  readonly #all: string;

  constructor(text: string) {
    this.#all = text;
    this.#left = text.split(/ +/).filter((word) => word !== '');
  }

  take(vocabulary: readonly string[]): string | undefined {
    const found = this.#left.find((word) => vocabulary.includes(word));
    this.#left = this.#left.filter((word) => word !== found);
    return found;
  }

  /** `03-02`, `03-02 .. 03-10`, `.. 03-10` or nothing, whatever the precision. */
  period(): { start?: string; end?: string } | undefined {
    const dots = this.#left.indexOf('..');
    const isDate = (word: string | undefined): word is string => word !== undefined && /^\d/.test(word);
    const start = this.#left.find((word, at) => isDate(word) && (dots < 0 || at < dots));
    const end = dots < 0 ? undefined : this.#left[dots + 1];
    this.#left = this.#left.filter((word) => word !== '..' && word !== start && word !== end);
    if (start === undefined && end === undefined) return undefined;
    return {
      ...(start !== undefined && { start: fullDate(start) }),
      ...(isDate(end) && { end: fullDate(end) }),
    };
  }

  end(): void {
    if (this.#left.length > 0) throw new Error(`"${this.#left.join(' ')}" means nothing in "${this.#all}"`);
  }
}

/** `o` under Organization is `Organization/o`; what has a slash says its own type; `none` is no reference. */
const reference = (type: string, id: string | undefined): { reference: string } | undefined =>
  id === undefined || id === 'none' ? undefined : { reference: id.includes('/') ? id : `${type}/${id}` };
const references = (type: string, ids: readonly string[] | undefined): { reference: string }[] | undefined =>
  ids?.flatMap((id) => reference(type, id) ?? []);

/** The service: the word for one, none with `no-service`, else that of the specification. */
function serviceOf(words: Words, own: string): Concept | undefined {
  if (words.take(['no-service'])) return undefined;
  return concept('peer-service', words.take(services) ?? own);
}

function modeExtension(words: Words): unknown[] {
  const own = words.take([...modes, 'unheard-of']);
  if (own !== undefined)
    return [{ url: `${base}/StructureDefinition/contact-mode`, valueCodeableConcept: concept('contact-mode', own) }];
  const code = words.take(participationModes);
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode';
  if (code === undefined) return [];
  return [{ url: `${base}/StructureDefinition/contact-mode`, valueCodeableConcept: { coding: [{ system, code }] } }];
}

function engagedExtension(words: Words): unknown[] {
  const word = words.take(['engaged', 'not-engaged']);
  if (word === undefined) return [];
  return [{ url: `${base}/StructureDefinition/member-engaged`, valueBoolean: word === 'engaged' }];
}

type Kind = 'organization' | 'affiliation' | 'role' | 'referral' | 'episode' | 'contact' | 'message';
type Common = Readonly<{ is: string; also: Readonly<Record<string, unknown>> }>;
type Made = Readonly<{ resourceType: string; [element: string]: unknown }>;
type Maker<G> = (given: G, words: Words, service: string) => Made;
type Given<K extends Kind> = NonNullable<Case[K][string]>;

const makers: { readonly [K in Kind]: Maker<Given<K>> } = {
  organization: (given, words) => {
    const type = words.take(organizationTypes);
    return {
      resourceType: 'Organization',
      type: type && [concept('organization-type', type)],
      partOf: reference('Organization', given['part-of']),
    };
  },
  affiliation: (given, words) => ({
    resourceType: 'OrganizationAffiliation',
    active: words.take(['inactive']) ? false : words.take(['active']) ? true : undefined,
    code: [concept('agreement-type', words.take(agreementTypes) ?? 'cps-subcontract')],
    organization: reference('Organization', given.center),
    participatingOrganization: reference('Organization', given.subcontractor),
    period: words.period(),
  }),
  role: (given, words) => {
    const code = words.take(workerRoles);
    return {
      resourceType: 'PractitionerRole',
      code: code && [concept('worker-role', code)],
      organization: reference('Organization', given.organization),
      practitioner: reference('Practitioner', given.practitioner),
    };
  },
  referral: (given, words, service) => ({
    resourceType: 'ServiceRequest',
    status: words.take(statuses.referral) ?? 'active',
    intent: 'order',
    code: serviceOf(words, service),
    subject: reference('Patient', 'm'),
    authoredOn: words.period()?.start,
    performer: references('Organization', given.performer),
  }),
  episode: (given, words, service) => ({
    resourceType: 'EpisodeOfCare',
    status: words.take(statuses.episode) ?? 'active',
    type: [serviceOf(words, service)],
    patient: reference('Patient', 'm'),
    managingOrganization: reference('Organization', given.provider ?? 'o'),
    referralRequest: references('ServiceRequest', given.referral),
    period: words.period(),
  }),
  contact: (given, words, service) => {
    const mode = modeExtension(words);
    const code = words.take(classes);
    const type = words.take(contactTypes);
    return {
      resourceType: 'Encounter',
      status: words.take(statuses.contact) ?? 'finished',
      extension: [...mode, ...engagedExtension(words)],
      class: code && { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
      type: type && [concept('contact-type', type)],
      serviceType: serviceOf(words, service),
      subject: reference('Patient', given.subject ?? 'm'),
      episodeOfCare: references('EpisodeOfCare', given.episode),
      basedOn: references('ServiceRequest', given.referral),
      participant: references('PractitionerRole', given.worker)?.map((individual) => ({ individual })),
      serviceProvider: reference('Organization', given.provider ?? 'o'),
      period: words.period(),
    };
  },
  message: (given, words, service) => {
    const mode = words.take([...modes, 'unheard-of']);
    const outbound = words.take(['to-member', 'from-member']) === 'to-member';
    const [from, to] = outbound ? ['Organization/o', 'Patient/m'] : ['Patient/m', 'Organization/o'];
    return {
      resourceType: 'Communication',
      status: words.take(statuses.message) ?? 'completed',
      medium: mode && [concept('contact-mode', mode)],
      topic: serviceOf(words, service),
      subject: reference('Patient', given.subject ?? 'm'),
      sender: reference('Organization', given.from ?? from),
      recipient: references('Organization', given.to ?? [to]),
      inResponseTo: references('Communication', given.answers),
      [words.take(['received']) ?? 'sent']: words.period()?.start,
    };
  },
};

/** FHIR has no empty arrays, and absent is absent. */
const isSaid = ([, value]: [string, unknown]): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

function resourcesOf<G extends Common>(
  given: Readonly<Record<string, G | null>>,
  make: Maker<G>,
  service: string,
): AnyResource[] {
  return Object.entries(given).flatMap(([id, one]) => {
    if (one === null) return [];
    const words = new Words(one.is);
    const { resourceType, ...elements } = make(one, words, service);
    words.end();
    return [{ resourceType, id, ...Object.fromEntries(Object.entries({ ...elements, ...one.also }).filter(isSaid)) }];
  });
}

/** All that a case is made of, before its ids are set apart from those of other cases. */
export const resourcesOfCase = (given: Case, service: string): AnyResource[] => [
  ...resourcesOf(given.organization, makers.organization, service),
  ...resourcesOf(given.affiliation, makers.affiliation, service),
  ...resourcesOf(given.role, makers.role, service),
  ...resourcesOf(given.referral, makers.referral, service),
  ...resourcesOf(given.episode, makers.episode, service),
  ...resourcesOf(given.contact, makers.contact, service),
  ...resourcesOf(given.message, makers.message, service),
  ...given.raw.map(({ id, ...resource }) => ({ ...resource, ...(id !== undefined && { id }) })),
];
