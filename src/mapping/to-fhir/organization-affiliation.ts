import type { Extension, OrganizationAffiliation } from '@medplum/fhirtypes';
import { claiming, filled, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { definitionUrl } from './systems.ts';

export function affiliationOf(row: Linked<'affiliation'>, refs: References): OrganizationAffiliation {
  const extension = filled([
    ...(row.contents ?? []).map((code) => contentExtension(code, true)),
    ...(row.missingContents ?? []).map((code) => contentExtension(code, false)),
  ]);
  const period = periodOf(row.start, row.end);
  return {
    resourceType: 'OrganizationAffiliation',
    id: refs.id('affiliation', row.id),
    ...claiming('affiliation-agreement'),
    ...(extension !== undefined && { extension }),
    // R4 takes an affiliation that doesn't say as active, and so does case-rate 25.
    active: row.active ?? true,
    ...(period !== undefined && { period }),
    ...(row.organization !== undefined && { organization: referenceTo(refs, row.organization) }),
    ...(row.participating !== undefined && { participatingOrganization: referenceTo(refs, row.participating) }),
    ...(row.type !== undefined && { code: [ourConcept('agreement-type', row.type)] }),
  };
}

/** What isn't listed is unknown; `present` false says that the agreement lacks it. */
function contentExtension(code: string, present: boolean): Extension {
  return {
    url: definitionUrl('agreement-content'),
    extension: [
      { url: 'content', valueCodeableConcept: ourConcept('agreement-content', code) },
      { url: 'present', valueBoolean: present },
    ],
  };
}
