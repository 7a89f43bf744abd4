import type { SearchParameters } from './search-parameters.ts';

/** Day of the last change to what it says. */
const DATE = '2026-11-25';

/** What the server can do (http://hl7.org/fhir/R4/capabilitystatement.html). Its transactions would not be undone, so it has none. */
export function capabilityStatement(base: string, parameters: SearchParameters): object {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: DATE,
    kind: 'instance',
    software: { name: 'PeerBridge demo server' },
    implementation: { description: 'Resources in memory, for trying out', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        interaction: [{ code: 'batch' }],
        resource: [...parameters].map(([type, own]) => ({
          type,
          interaction: ['read', 'vread', 'search-type', 'create', 'update', 'delete'].map((code) => ({
            code,
          })),
          versioning: 'versioned-update',
          conditionalCreate: true,
          updateCreate: true,
          searchParam: [...own].map(([name, kind]) => ({ name, type: kind })),
        })),
      },
    ],
  };
}
