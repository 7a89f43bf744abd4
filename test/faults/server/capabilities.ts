import type { Resource } from './exchange.ts';
import { KNOWN_PARAMETERS } from './store.ts';

/** Types that our server serves even where it has none. */
const ALWAYS = [
  'AdverseEvent',
  'CarePlan',
  'CareTeam',
  'Claim',
  'Communication',
  'Consent',
  'Coverage',
  'DocumentReference',
  'Encounter',
  'EpisodeOfCare',
  'Goal',
  'MeasureReport',
  'Observation',
  'Organization',
  'OrganizationAffiliation',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'QuestionnaireResponse',
  'ServiceRequest',
  'Task',
];

/** What our server can do, as a CapabilityStatement (http://hl7.org/fhir/R4/capabilitystatement.html). */
export function capabilities(types: readonly string[], base: string): Resource {
  const all = [...new Set([...ALWAYS, ...types])].sort();
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    implementation: { description: 'a server that misbehaves on purpose', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    instantiates: ['http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data'],
    rest: [
      {
        mode: 'server',
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        resource: all.map((type) => ({
          type,
          interaction: ['read', 'search-type', 'create', 'update'].map((code) => ({ code })),
          versioning: 'versioned-update',
          conditionalCreate: true,
          conditionalUpdate: true,
          updateCreate: false,
          searchParam: KNOWN_PARAMETERS.map((name) => ({ name, type: name === '_lastUpdated' ? 'date' : 'token' })),
          ...(type === 'Patient' && { operation: [operation('export', 'patient-export')] }),
        })),
        operation: [operation('export', 'export')],
      },
    ],
  };
}

function operation(name: string, definition: string): object {
  return { name, definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${definition}` };
}
