/** Canonical base of all that PeerBridge defines: code systems, extensions, questionnaires, identifiers. */
export const BASE = 'https://peerbridge.dev/fhir';

export const SNOMED = 'http://snomed.info/sct';
export const LOINC = 'http://loinc.org';
export const NUCC = 'http://nucc.org/provider-taxonomy';
export const NPI = 'http://hl7.org/fhir/sid/us-npi';
/** Languages, BCP 47. */
export const LANGUAGES = 'urn:ietf:bcp:47';

/** A code system of HL7 Terminology. */
export const hl7 = (name: string): string => `http://terminology.hl7.org/CodeSystem/${name}`;
/** A code system of ours. */
export const ours = (name: string): string => `${BASE}/CodeSystem/${name}`;
/** An extension, or a profile, of ours. */
export const definitionUrl = (name: string): string => `${BASE}/StructureDefinition/${name}`;
