/** What a canonical row becomes, against the resource that the design shows (fhir-shapes). */
import { expect } from 'vitest';
import type { LinkedRow } from '../src/mapping/to-fhir/linked.ts';
import type { References } from '../src/mapping/to-fhir/references.ts';
import { TO_FHIR, childrenOf, resourceOf } from '../src/mapping/to-fhir/table.ts';
import type { ChildKind, ResourceKind } from '../src/mapping/to-fhir/table.ts';
import { r4Faults } from './r4.ts';

export const B = 'https://peerbridge.dev/fhir';

/** Keys stand for themselves. */
export const PLAIN: References = {
  id: (_kind, key) => key,
  reference: (kind, key) => ({ reference: `${TO_FHIR[kind].resourceType}/${key}` }),
};

/** A code of a code system of ours, as a CodeableConcept. */
export const ours = (system: string, code: string): unknown => ({
  coding: [{ system: `${B}/CodeSystem/${system}`, code }],
});

/** The row becomes exactly that, no key more, not even one without a value; and that is valid R4. */
export function expectShape(
  one: LinkedRow<ResourceKind>,
  shape: object,
  children: readonly LinkedRow<ChildKind>[] = [],
): void {
  const resource = resourceOf(one, PLAIN, childrenOf(children));
  expect(resource).toStrictEqual(shape);
  expect(resource.resourceType).toBe(TO_FHIR[one.kind].resourceType);
  expect(r4Faults(resource)).toEqual([]);
}
