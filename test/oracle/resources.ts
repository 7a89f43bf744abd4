/** The parts of FHIR resources that the daily case rate speaks of (fhir-shapes.md), and what is asked of the whole source. */
import { z } from 'zod';
import type { Service } from './settings.ts';

const base = 'https://peerbridge.dev/fhir';
const coding = z.object({ system: z.string().optional(), code: z.string().optional() });
const concept = z.object({ coding: z.array(coding).default([]) });
const concepts = z.array(concept).default([]);
const reference = z.object({ reference: z.string().optional() });
const references = z.array(reference).default([]);
const period = z.object({ start: z.string().optional(), end: z.string().optional() }).default({});
const meta = { id: z.string() };

export const encounterSchema = z.object({
  ...meta,
  status: z.string(),
  extension: z
    .array(
      z.object({ url: z.string(), valueCodeableConcept: concept.optional(), valueBoolean: z.boolean().optional() }),
    )
    .default([]),
  class: coding.optional(),
  type: concepts,
  serviceType: concept.optional(),
  subject: reference.optional(),
  episodeOfCare: references,
  basedOn: references,
  participant: z.array(z.object({ individual: reference.optional() })).default([]),
  period,
  serviceProvider: reference.optional(),
});
export type Encounter = z.infer<typeof encounterSchema>;

export const communicationSchema = z.object({
  ...meta,
  status: z.string(),
  medium: concepts,
  topic: concept.optional(),
  subject: reference.optional(),
  sender: reference.optional(),
  recipient: references,
  basedOn: references,
  sent: z.string().optional(),
  received: z.string().optional(),
  inResponseTo: references,
});
export type Communication = z.infer<typeof communicationSchema>;

export const episodeSchema = z.object({
  ...meta,
  status: z.string(),
  type: concepts,
  patient: reference,
  managingOrganization: reference.optional(),
  period,
  referralRequest: references,
});
export type EpisodeOfCare = z.infer<typeof episodeSchema>;

export const referralSchema = z.object({
  ...meta,
  status: z.string(),
  code: concept.optional(),
  subject: reference,
  authoredOn: z.string().optional(),
  performer: references,
});
export type ServiceRequest = z.infer<typeof referralSchema>;

export const organizationSchema = z.object({ ...meta, type: concepts, partOf: reference.optional() });
export type Organization = z.infer<typeof organizationSchema>;

export const affiliationSchema = z.object({
  ...meta,
  active: z.boolean().optional(),
  period,
  organization: reference.optional(),
  participatingOrganization: reference.optional(),
  code: concepts,
});
export type OrganizationAffiliation = z.infer<typeof affiliationSchema>;

export const roleSchema = z.object({
  ...meta,
  practitioner: reference.optional(),
  organization: reference.optional(),
  code: concepts,
});
export type PractitionerRole = z.infer<typeof roleSchema>;

/** 28: references match by their last two segments. */
export function target(to: { readonly reference?: string | undefined } | undefined): string | undefined {
  return to?.reference?.split('/').slice(-2).join('/');
}

export function targets(to: readonly { readonly reference?: string | undefined }[]): string[] {
  return to.flatMap((each) => target(each) ?? []);
}

interface Concept {
  readonly coding: readonly { readonly system?: string | undefined; readonly code?: string | undefined }[];
}

/** Codes of one of our own code systems. */
export function codesOf(system: string, of: readonly Concept[]): string[] {
  return of
    .flatMap((each) => each.coding)
    .flatMap((each) => (each.system === `${base}/CodeSystem/${system}` && each.code !== undefined ? [each.code] : []));
}

/** The peer services that a concept names. */
export function servicesOf(of: readonly (Concept | undefined)[]): Service[] {
  const codes = codesOf(
    'peer-service',
    of.filter((each) => each !== undefined),
  );
  return (['cps', 'prc'] as const).filter((service) => codes.includes(service));
}

export function extensionOf(encounter: Encounter, name: string): Encounter['extension'][number] | undefined {
  return encounter.extension.find(({ url }) => url === `${base}/StructureDefinition/${name}`);
}
