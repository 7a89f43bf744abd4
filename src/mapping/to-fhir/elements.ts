import type { CodeableConcept, Coding, Extension, HumanName, Identifier, Meta, Period } from '@medplum/fhirtypes';
import { BASE, LANGUAGES, definitionUrl, hl7, ours } from './systems.ts';

/** What stands where FHIR demands a value that the source doesn't have. */
const UNKNOWN: Coding = { system: hl7('data-absent-reason'), code: 'unknown' };
export const unknownCoding = (): Coding => ({ ...UNKNOWN });
export const unknownConcept = (): CodeableConcept => ({ coding: [unknownCoding()] });
/** An element, or what stands beside a primitive under its name and `_`: https://hl7.org/fhir/R4/extension-data-absent-reason.html */
export const unknownElement = (): { extension: Extension[] } => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
});

/** That a resource is meant to fulfil a profile of ours (profiles/). */
export const claiming = (profile: string): { meta: Meta } => ({ meta: { profile: [definitionUrl(profile)] } });

/** Where the source has no identifier that FHIR knows a system for: the record itself, by the id that it has here. */
export const recordIdentifier = (id: string): Identifier => ({ system: `${BASE}/NamingSystem/record`, value: id });

export const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });
/** A code of one of our own code systems. */
export const ourConcept = (system: string, code: string): CodeableConcept => concept(ours(system), code);

export const flagExtension = (name: string, valueBoolean: boolean): Extension => ({
  url: definitionUrl(name),
  valueBoolean,
});
export const codeExtension = (name: string, system: string, code: string): Extension => ({
  url: definitionUrl(name),
  valueCodeableConcept: ourConcept(system, code),
});

/** The list, or undefined where it has nothing in it: FHIR has no empty arrays. */
export function filled<T>(list: readonly T[] | undefined): T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : [...list];
}

/** Each of the list made into something else, or undefined where there is none. */
export function each<T, R>(list: readonly T[] | undefined, make: (one: T) => R): R[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list.map((one) => make(one));
}

export function periodOf(start: string | undefined, end: string | undefined): Period | undefined {
  if (start === undefined && end === undefined) return undefined;
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

export function nameOf(family: string | undefined, given: string | undefined): HumanName[] | undefined {
  if (family === undefined && given === undefined) return undefined;
  return [{ ...(family !== undefined && { family }), ...(given !== undefined && { given: [given] }) }];
}

// The usual parts of a BCP 47 tag: language, script, region, variants.
const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*$/;

/** A language by its tag; a source that writes it in words is taken by its word. */
export function languageOf(language: string): CodeableConcept {
  return LANGUAGE_TAG.test(language) ? concept(LANGUAGES, language) : { text: language };
}
