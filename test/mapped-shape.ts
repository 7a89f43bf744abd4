/** What a canonical row becomes, against the resource that the design shows (fhir-shapes). */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';
import type { LinkedRow } from '../src/mapping/to-fhir/linked.ts';
import type { References } from '../src/mapping/to-fhir/references.ts';
import { TO_FHIR, childrenOf, resourceOf } from '../src/mapping/to-fhir/table.ts';
import type { ChildKind, ResourceKind } from '../src/mapping/to-fhir/table.ts';
import { r4Faults } from './r4.ts';
import { faultsOf } from './validation/faults.ts';

export const B = 'https://peerbridge.dev/fhir';

/** Keys stand for themselves. */
export const PLAIN: References = {
  id: (_kind, key) => key,
  reference: (kind, key) => ({ reference: `${TO_FHIR[kind].resourceType}/${key}` }),
};

/** What stands where nobody knows a value: https://hl7.org/fhir/R4/extension-data-absent-reason.html */
export const UNKNOWN_ELEMENT = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
};

const PROFILES = `${B}/StructureDefinition/`;
const profileSchema = z.object({ type: z.string() });

/** Type of resource that a profile of ours is for. Throws where `npm run build:profiles` makes no such profile. */
function typeOfProfile(canonical: string): string {
  const file = `StructureDefinition-${canonical.slice(PROFILES.length)}.json`;
  const json = readFileSync(new URL(`../profiles/build/package/${file}`, import.meta.url), 'utf8');
  return profileSchema.parse(JSON.parse(json)).type;
}

/** A code of a code system of ours, as a CodeableConcept. */
export const ours = (system: string, code: string): unknown => ({
  coding: [{ system: `${B}/CodeSystem/${system}`, code }],
});

/**
 * The row becomes exactly that, no key more, not even one without a value, and claims a profile of ours for its type, which the
 * shape needn't say; and that is valid R4.
 */
export function expectShape(
  one: LinkedRow<ResourceKind>,
  shape: object,
  children: readonly LinkedRow<ChildKind>[] = [],
): void {
  const resource = resourceOf(one, PLAIN, childrenOf(children));
  const { meta, ...rest } = resource;
  expect(rest).toStrictEqual(shape);
  expect(meta?.profile?.map(typeOfProfile)).toEqual([resource.resourceType]);
  expect(resource.resourceType).toBe(TO_FHIR[one.kind].resourceType);
  expect(r4Faults(resource)).toEqual([]);
  expect(faultsOf(resource)).toEqual([]);
}
