import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { RowKind } from '../canonical.ts';
import { adverseEventOf } from './adverse-event.ts';
import { carePlanOf } from './care-plan.ts';
import { claimOf } from './claim.ts';
import { incidentReportOf, messageOf } from './communication.ts';
import { consentOf } from './consent.ts';
import { coverageOf } from './coverage.ts';
import { documentReferenceOf } from './document-reference.ts';
import { encounterOf } from './encounter.ts';
import { episodeOfCareOf } from './episode-of-care.ts';
import { goalOf } from './goal.ts';
import type { Link, Linked, LinkedRow } from './linked.ts';
import { perinatalOf, stageOf } from './observation.ts';
import { affiliationOf } from './organization-affiliation.ts';
import { organizationOf } from './organization.ts';
import { patientOf } from './patient.ts';
import { practitionerRoleOf } from './practitioner-role.ts';
import { practitionerOf } from './practitioner.ts';
import { procedureOf } from './procedure.ts';
import { questionnaireResponseOf } from './questionnaire-response.ts';
import type { References } from './references.ts';
import { serviceRequestOf } from './service-request.ts';
import { supervisionSessionOf } from './supervision-session.ts';

/** Kinds of row that become part of another row's resource → the kind of that row, and their own field that names it. */
export const CHILD_KINDS = {
  qualification: { parent: 'worker', namedBy: 'worker' },
  supervision: { parent: 'role', namedBy: 'role' },
} as const satisfies { readonly [C in RowKind]?: { readonly parent: RowKind; readonly namedBy: keyof Linked<C> } };

export type ChildKind = keyof typeof CHILD_KINDS;
/** Kinds of row that become a resource each. */
export type ResourceKind = Exclude<RowKind, ChildKind>;

/** The rows that belong to one row, in the order of the source. */
export type Children = { readonly [C in ChildKind]?: readonly Linked<C>[] };

export interface ToFhir<K extends ResourceKind> {
  readonly resourceType: ResourceType;
  /** Kinds of the rows that belong to one of this kind (CHILD_KINDS says how they name it): collect them before `make`. */
  readonly children: readonly ChildKind[];
  /** The same rows give the same JSON, byte for byte. Throws TypeError at a code that FHIR doesn't allow (FHIR_CODES). */
  readonly make: (row: Linked<K>, refs: References, children: Children) => Resource;
}

/** A kind whose rows become part of another row's resource. */
export interface PartOfFhir {
  /** Of the resource that it becomes part of. */
  readonly resourceType: ResourceType;
}

/** A missing kind doesn't compile. */
const RESOURCES: { readonly [K in ResourceKind]: ToFhir<K> } = {
  member: { resourceType: 'Patient', children: [], make: patientOf },
  organization: { resourceType: 'Organization', children: [], make: organizationOf },
  worker: {
    resourceType: 'Practitioner',
    children: ['qualification'],
    make: (row, refs, { qualification }) => practitionerOf(row, qualification ?? [], refs),
  },
  role: {
    resourceType: 'PractitionerRole',
    children: ['supervision'],
    make: (row, refs, { supervision }) => practitionerRoleOf(row, supervision ?? [], refs),
  },
  supervisionSession: { resourceType: 'Encounter', children: [], make: supervisionSessionOf },
  affiliation: { resourceType: 'OrganizationAffiliation', children: [], make: affiliationOf },
  coverage: { resourceType: 'Coverage', children: [], make: coverageOf },
  referral: { resourceType: 'ServiceRequest', children: [], make: serviceRequestOf },
  episode: { resourceType: 'EpisodeOfCare', children: [], make: episodeOfCareOf },
  contact: { resourceType: 'Encounter', children: [], make: encounterOf },
  message: { resourceType: 'Communication', children: [], make: messageOf },
  collateral: { resourceType: 'Procedure', children: [], make: procedureOf },
  goal: { resourceType: 'Goal', children: [], make: goalOf },
  plan: { resourceType: 'CarePlan', children: [], make: carePlanOf },
  consent: { resourceType: 'Consent', children: [], make: consentOf },
  perinatal: { resourceType: 'Observation', children: [], make: perinatalOf },
  stage: { resourceType: 'Observation', children: [], make: stageOf },
  survey: { resourceType: 'QuestionnaireResponse', children: [], make: questionnaireResponseOf },
  document: { resourceType: 'DocumentReference', children: [], make: documentReferenceOf },
  incident: { resourceType: 'AdverseEvent', children: [], make: adverseEventOf },
  incidentReport: { resourceType: 'Communication', children: [], make: incidentReportOf },
  claim: { resourceType: 'Claim', children: [], make: claimOf },
};

/** What each kind of row becomes. */
export const TO_FHIR: typeof RESOURCES & { readonly [C in ChildKind]: PartOfFhir } = {
  ...RESOURCES,
  qualification: { resourceType: RESOURCES[CHILD_KINDS.qualification.parent].resourceType },
  supervision: { resourceType: RESOURCES[CHILD_KINDS.supervision.parent].resourceType },
};

/** Whether it becomes part of another row's resource. */
export function isChild<R extends LinkedRow>(one: R): one is Extract<R, LinkedRow<ChildKind>> {
  return Object.hasOwn(CHILD_KINDS, one.kind);
}

/** The row that it becomes part of. */
export function parentOf(one: LinkedRow<ChildKind>): Link {
  return one.kind === 'qualification' ? one.row.worker : one.row.role;
}

/** The rows that belong to one row, as \`resourceOf\` takes them. */
export function childrenOf(rows: readonly LinkedRow<ChildKind>[]): Children {
  return {
    qualification: rows.flatMap((one) => (one.kind === 'qualification' ? [one.row] : [])),
    supervision: rows.flatMap((one) => (one.kind === 'supervision' ? [one.row] : [])),
  };
}

/** The resource of one row, with the rows that belong to it. */
export function resourceOf<K extends ResourceKind>(
  { kind, row }: LinkedRow<K>,
  refs: References,
  children: Children = {},
): Resource {
  return RESOURCES[kind].make(row, refs, children);
}

/** Types of resource that rows of these kinds make, each once, in alphabetical order. */
export function resourceTypes(kinds: Iterable<RowKind>): ResourceType[] {
  const types = new Set<ResourceType>();
  for (const kind of kinds) if (!Object.hasOwn(CHILD_KINDS, kind)) types.add(TO_FHIR[kind].resourceType);
  return [...types].sort();
}
