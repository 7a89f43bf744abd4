import type { Consent, ConsentProvision } from '@medplum/fhirtypes';
import { claiming, concept, ourConcept, periodOf } from './elements.ts';
import type { Linked } from './linked.ts';
import { referenceTo } from './references.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { LOINC, hl7 } from './systems.ts';

/** R4 demands a policy, or the rule in words (ppc-1). */
const RULE = "The member's own decision, as the provider's record holds it";

const PROFILES: ReadonlyMap<string, string> = new Map([
  ['plan-copy', 'plan-consent'],
  ['disclosure', 'disclosure-consent'],
]);

export function consentOf(row: Linked<'consent'>, refs: References): Consent {
  const provision = provisionOf(row, refs);
  return {
    resourceType: 'Consent',
    id: refs.id('consent', row.id),
    ...claiming(PROFILES.get(row.category ?? '') ?? 'peer-consent'),
    status: row.status === undefined ? 'active' : fhirCode('consent-status', row.status),
    scope: concept(hl7('consentscope'), 'patient-privacy'),
    // Without a category of ours it is a patient's consent, which is all that LOINC 59284-0 says.
    category: [row.category === undefined ? concept(LOINC, '59284-0') : ourConcept('consent-category', row.category)],
    patient: referenceTo(refs, row.member),
    ...(row.date !== undefined && { dateTime: row.date }),
    policyRule: { text: RULE },
    ...(provision !== undefined && { provision }),
  };
}

function provisionOf(row: Linked<'consent'>, refs: References): ConsentProvision | undefined {
  const period = periodOf(row.start, row.end);
  if (row.permit === undefined && period === undefined && row.recipient === undefined) return undefined;
  return {
    ...(row.permit !== undefined && { type: row.permit ? 'permit' : 'deny' }),
    ...(period !== undefined && { period }),
    ...(row.recipient !== undefined && {
      actor: [{ role: concept(hl7('v3-ParticipationType'), 'IRCP'), reference: referenceTo(refs, row.recipient) }],
    }),
  };
}
