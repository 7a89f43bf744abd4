import type { Identifier, Organization } from '@medplum/fhirtypes';
import { claiming, each, filled, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { NPI } from './systems.ts';

export function organizationOf(row: Linked<'organization'>, refs: References): Organization {
  const identifier = filled(identifiersOf(row));
  const type = each(row.types, (code) => ourConcept('organization-type', code));
  return {
    resourceType: 'Organization',
    id: refs.id('organization', row.id),
    ...claiming('peer-organization'),
    // US Core wants it said; R4 takes an organization that doesn't say as active, so this claims nothing more.
    active: true,
    ...(identifier !== undefined && { identifier }),
    ...(type !== undefined && { type }),
    name: row.name,
    ...(row.partOf !== undefined && { partOf: referenceTo(refs, row.partOf) }),
  };
}

function identifiersOf(row: Linked<'organization'>): Identifier[] {
  const licensed = periodOf(row.licenceStart, row.licenceEnd);
  return [
    ...(row.npi === undefined ? [] : [{ system: NPI, value: row.npi }]),
    ...(row.identifiers ?? []).map(identifierOf),
    ...(row.licence === undefined && licensed === undefined
      ? []
      : [
          {
            type: ourConcept('identifier-type', 'licence'),
            ...(row.licence !== undefined && { value: row.licence }),
            ...(licensed !== undefined && { period: licensed }),
          },
        ]),
  ];
}

/** `system|value`, as searches in FHIR write it. A system is a URI, which has no `|` in it; a value may. */
function identifierOf(text: string): Identifier {
  const bar = text.indexOf('|');
  return bar <= 0 ? { value: text.slice(bar + 1) } : { system: text.slice(0, bar), value: text.slice(bar + 1) };
}
