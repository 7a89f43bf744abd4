/**
 * Canonical rows: what any source says of peer services, one kind of row for each fact, whatever its files look like. A mapping
 * (data) turns a source's columns into these; `to-fhir/` (pure functions) turns these into FHIR R4 in the shapes of the design.
 *
 * Keys and references are the source's own keys; dates are local calendar dates `YYYY-MM-DD` (or partial: `YYYY-MM`, `YYYY`); a
 * moment is a date or an instant with offset, in the form of a FHIR dateTime; codes are those of PeerBridge's code systems.
 */
export type RowKind = keyof typeof CANONICAL;

export type FieldKind = 'key' | 'reference' | 'text' | 'npi' | 'date' | 'moment' | 'boolean' | 'integer' | 'code';

export interface Field {
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly isList: boolean;
  /** Of a reference: the kinds of row that it may name. */
  readonly to: readonly string[];
  /** Of a code: the code system, below https://peerbridge.dev/fhir/CodeSystem/, whose codes it may have. */
  readonly system: string | null;
}

interface Described<K extends FieldKind, R extends boolean, L extends boolean> extends Field {
  readonly kind: K;
  readonly required: R;
  readonly isList: L;
}

const field = <K extends FieldKind>(
  kind: K,
  to: readonly string[] = [],
  system: string | null = null,
): Described<K, false, false> => ({
  kind,
  required: false,
  isList: false,
  to,
  system,
});
const required = <K extends FieldKind>(one: Described<K, false, false>): Described<K, true, false> => ({
  ...one,
  required: true,
});
const list = <K extends FieldKind>(one: Described<K, false, false>): Described<K, false, true> => ({
  ...one,
  isList: true,
});
const key = required(field('key'));
const text = field('text');
const npi = field('npi');
const date = field('date');
const moment = field('moment');
const flag = field('boolean');
const code = (system: string): Described<'code', false, false> => field('code', [], system);
const ref = (...to: string[]): Described<'reference', false, false> => field('reference', to);

export const CANONICAL = {
  member: {
    id: key,
    family: text,
    given: text,
    birthDate: date,
    gender: code('gender'),
    language: text,
    medicaidId: text,
  },
  organization: {
    id: key,
    name: required(text),
    types: list(code('organization-type')),
    partOf: ref('organization'),
    npi,
    identifiers: list(text),
    licence: text,
    licenceStart: date,
    licenceEnd: date,
  },
  worker: { id: key, family: text, given: text, npi, languages: list(text) },
  qualification: {
    id: key,
    worker: required(ref('worker')),
    code: required(code('qualification')),
    number: text,
    start: date,
    end: date,
    issuer: ref('organization'),
    attested: flag,
  },
  role: {
    id: key,
    worker: required(ref('worker')),
    organization: ref('organization'),
    code: code('worker-role'),
    start: date,
    end: date,
    active: flag,
  },
  supervision: {
    id: key,
    role: required(ref('role')),
    supervisor: ref('role'),
    start: date,
    end: date,
    topics: list(code('supervision-topic')),
  },
  supervisionSession: {
    id: key,
    role: required(ref('role')),
    supervisor: ref('role'),
    start: moment,
    end: moment,
    topics: list(code('supervision-topic')),
  },
  affiliation: {
    id: key,
    organization: ref('organization'),
    participating: ref('organization'),
    type: code('agreement-type'),
    start: date,
    end: date,
    active: flag,
    contents: list(code('agreement-content')),
    missingContents: list(code('agreement-content')),
  },
  coverage: {
    id: key,
    member: required(ref('member')),
    payor: ref('organization'),
    subscriberId: text,
    start: date,
    end: date,
    status: code('financial-status'),
  },
  referral: {
    id: key,
    member: required(ref('member')),
    service: code('peer-service'),
    status: code('request-status'),
    authored: moment,
    requester: ref('role', 'worker', 'organization', 'member'),
    performer: ref('organization', 'role'),
    reason: text,
  },
  episode: {
    id: key,
    member: required(ref('member')),
    service: code('peer-service'),
    provider: ref('organization'),
    status: code('episode-status'),
    start: moment,
    end: moment,
    referrals: list(ref('referral')),
    careManager: ref('role', 'worker'),
  },
  contact: {
    id: key,
    member: required(ref('member')),
    service: code('peer-service'),
    provider: ref('organization'),
    episode: ref('episode'),
    referral: ref('referral'),
    workers: list(ref('role', 'worker')),
    mode: code('contact-mode'),
    engaged: flag,
    types: list(code('contact-type')),
    status: code('encounter-status'),
    class: code('encounter-class'),
    start: moment,
    end: moment,
    goals: list(ref('goal')),
  },
  message: {
    id: key,
    member: required(ref('member')),
    service: code('peer-service'),
    medium: code('contact-mode'),
    status: code('event-status'),
    sender: ref('member', 'role', 'worker', 'organization'),
    recipients: list(ref('member', 'role', 'worker', 'organization')),
    sent: moment,
    received: moment,
    inResponseTo: list(ref('message')),
  },
  collateral: {
    id: key,
    member: required(ref('member')),
    worker: ref('role', 'worker'),
    code: code('peer-activity'),
    status: code('event-status'),
    start: moment,
    end: moment,
  },
  goal: {
    id: key,
    member: required(ref('member')),
    description: text,
    status: code('goal-status'),
    start: date,
    byMember: flag,
  },
  plan: {
    id: key,
    member: required(ref('member')),
    category: code('plan-category'),
    status: code('request-status'),
    created: moment,
    start: date,
    end: date,
    author: ref('member', 'role', 'worker'),
    contributors: list(ref('member', 'role', 'worker')),
    goals: list(ref('goal')),
    domains: list(code('plan-domain')),
    identified: list(code('plan-domain')),
  },
  consent: {
    id: key,
    member: required(ref('member')),
    category: code('consent-category'),
    permit: flag,
    status: code('consent-status'),
    date: moment,
    start: date,
    end: date,
    recipient: ref('organization'),
  },
  perinatal: { id: key, member: required(ref('member')), fact: required(code('perinatal-fact')), value: text, date },
  stage: {
    id: key,
    member: required(ref('member')),
    contact: ref('contact'),
    stage: required(code('stage-of-change')),
    date,
  },
  survey: {
    id: key,
    member: ref('member'),
    provider: ref('organization'),
    questionnaire: required(text),
    status: code('survey-status'),
    authored: moment,
  },
  document: {
    id: key,
    organization: ref('organization'),
    type: required(code('document-type')),
    title: text,
    date: moment,
    start: date,
    end: date,
  },
  incident: { id: key, member: ref('member'), date: moment, detected: moment, recorded: moment, reportable: flag },
  incidentReport: {
    id: key,
    incident: required(ref('incident')),
    sender: ref('organization', 'role', 'worker'),
    recipient: ref('organization'),
    sent: moment,
    status: code('event-status'),
  },
  claim: {
    id: key,
    member: required(ref('member')),
    provider: ref('organization'),
    coverage: ref('coverage'),
    service: code('peer-service'),
    procedure: text,
    date: required(date),
    created: date,
    units: field('integer'),
    status: code('financial-status'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Field>>>>;

type Kinds = Readonly<Record<Exclude<FieldKind, 'boolean' | 'integer'>, string>> & {
  boolean: boolean;
  integer: number;
};

/** All kinds of row. */
export const KINDS: readonly RowKind[] = Object.keys(CANONICAL).filter(isRowKind);

export function isRowKind(name: string): name is RowKind {
  return Object.hasOwn(CANONICAL, name);
}

type ValueOf<F> =
  F extends Described<infer K, boolean, infer L> ? (L extends true ? readonly Kinds[K][] : Kinds[K]) : never;
type RequiredNames<R> = { [N in keyof R]: R[N] extends { readonly required: true } ? N : never }[keyof R];

/** A row of one kind. An optional field that the source leaves empty is not there. */
export type Row<K extends RowKind> = {
  readonly [N in RequiredNames<(typeof CANONICAL)[K]>]: ValueOf<(typeof CANONICAL)[K][N]>;
} & {
  readonly [N in Exclude<keyof (typeof CANONICAL)[K], RequiredNames<(typeof CANONICAL)[K]>>]?: ValueOf<
    (typeof CANONICAL)[K][N]
  >;
};
