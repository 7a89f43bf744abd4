import type { Patient } from '@medplum/fhirtypes';
import { claiming, concept, languageOf, nameOf, recordIdentifier, unknownElement } from './elements.ts';
import type { Linked } from './linked.ts';
import type { References } from './references.ts';
import { fhirCode } from './status-codes.ts';
import { BASE, hl7 } from './systems.ts';

/** US Core wants a system with each identifier; HL7 has none for Medicaid ids, whose type MA is of v2 table 0203. */
const MEDICAID = `${BASE}/NamingSystem/medicaid-id`;

export function patientOf(row: Linked<'member'>, refs: References): Patient {
  const id = refs.id('member', row.id);
  return {
    resourceType: 'Patient',
    id,
    ...claiming('peer-member'),
    // US Core demands an identifier, a name and a gender, or to be told that nobody knows them.
    identifier: [
      row.medicaidId === undefined
        ? recordIdentifier(id)
        : { type: concept(hl7('v2-0203'), 'MA'), system: MEDICAID, value: row.medicaidId },
    ],
    name: nameOf(row.family, row.given) ?? [unknownElement()],
    gender: row.gender === undefined ? 'unknown' : fhirCode('gender', row.gender),
    ...(row.birthDate !== undefined && { birthDate: row.birthDate }),
    ...(row.language !== undefined && { communication: [{ language: languageOf(row.language) }] }),
  };
}
