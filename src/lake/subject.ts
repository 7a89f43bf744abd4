import { elementsOf, isResourceType } from '../definitions/elements.ts';
import { isObject, MAX_DEPTH, parseJson, skeletonOf } from './json-text.ts';
import type { JsonObject } from './json-text.ts';
import { MemberCutter } from './member-cutter.ts';

/** Elements that say whom a resource is about; no type of R4 has several of them that name patients. */
const SUBJECT_ELEMENTS = ['subject', 'patient', 'beneficiary', 'for'] as const;

/** FHIR R4, datatypes, `id`. */
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Types of which a line without subject is quarantined: R4 demands it, or, of Encounter, case-rate, point 29. */
const REQUIRES_SUBJECT: ReadonlySet<string> = new Set(['Encounter', 'EpisodeOfCare', 'ServiceRequest', 'Procedure']);
/** Of these the subject must be a reference that can be followed; an identifier or a name alone is none. */
const REQUIRES_REFERENCE: ReadonlySet<string> = new Set(['Encounter', 'EpisodeOfCare']);

/** Element that holds the subject of resources of a type, or null: an Organization is about nobody. */
export function subjectElement(type: string): string | null {
  const elements = elementsOf(type);
  return SUBJECT_ELEMENTS.find((name) => elements?.has(name)) ?? null;
}

export function isFhirId(value: unknown): value is string {
  return typeof value === 'string' && FHIR_ID.test(value);
}

/** Whether a subject that its type requires is missing. A supervision session has none by design (fhir-shapes). */
export function lacksSubject(resource: JsonObject, type: string): boolean {
  if (!REQUIRES_SUBJECT.has(type) || (type === 'Encounter' && isSupervision(resource))) return false;
  const subject = resource[subjectElement(type) ?? ''];
  if (!isObject(subject)) return true;
  return (
    REQUIRES_REFERENCE.has(type) && (typeof subject['reference'] !== 'string' || subject['reference'].trim() === '')
  );
}

function isSupervision(encounter: JsonObject): boolean {
  return listOf(encounter['type']).some((concept) =>
    listOf(concept['coding']).some((coding) => coding['code'] === 'supervision'),
  );
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** `Patient/id` of a reference of any base or version (case-rate, point 28); null where it names no Patient by id. */
export function patientOf(reference: string): string | null {
  const segments = reference.split('/');
  const history = segments.indexOf('_history');
  const [type, id] = (history < 0 ? segments : segments.slice(0, history)).slice(-2);
  return type === 'Patient' && isFhirId(id) ? `Patient/${id}` : null;
}

/** What can still be told about a resource whose text is broken. */
export interface Shown {
  resourceType: string | null;
  id: string | null;
  /** Whom it may be about; one null where that can't be told. */
  subjects: readonly (string | null)[];
}

/**
 * Reads what the text of one resource still shows, even if it is cut off. `type` is the type that the text should be of.
 * Where the text may hold more than one resource, or the end of another, nobody can be named: a subject that is missed
 * would make a day not-satisfied that is unknown. Linear in the length of the text.
 */
export function shownIn(text: string, type: string): Shown {
  const { members, rest } = validMembers(text);
  const resourceType = lastText(members, 'resourceType') ?? typeIn(rest);
  const id = lastText(members, 'id');
  const shownType = resourceType !== null && isResourceType(resourceType) ? resourceType : type;
  return {
    resourceType,
    id: isFhirId(id) ? id : null,
    subjects: isOneResource(text, members, rest) ? subjectsIn(members, rest, shownType) : [null],
  };
}

interface ValidMembers {
  /** The outermost members up to the first that isn't JSON; a key may be there twice. */
  members: readonly (readonly [string, unknown])[];
  /** The text from there on. */
  rest: string;
}

function validMembers(text: string): ValidMembers {
  const members: [string, unknown][] = [];
  const broken: string[] = [];
  const cutter = new MemberCutter(({ bytes }) => {
    const piece = bytes.toString();
    const member = broken.length === 0 ? memberOf(piece) : null;
    if (member === null) broken.push(piece);
    else members.push(member);
  });
  const bytes = Buffer.from(text);
  cutter.write(bytes);
  const { kind } = cutter.end();
  if (kind === 'not-an-object' || kind === 'more-than-one') return { members: [], rest: text };
  return { members, rest: [...broken, cutter.rest.toString()].join(',') };
}

function memberOf(piece: string): [string, unknown] | null {
  if (skeletonOf(piece).depth > MAX_DEPTH) return null;
  const parsed = parseJson(`{${piece}}`);
  return isObject(parsed) ? (Object.entries(parsed)[0] ?? null) : null;
}

function isOneResource(text: string, members: ValidMembers['members'], rest: string): boolean {
  const whole = members.filter(([key]) => key === 'resourceType').length;
  const beginnings = Math.min(whole, 1) + rest.split('resourceType').length - 1;
  return text.trimStart().startsWith('{') ? beginnings <= 1 : beginnings === 0;
}

function lastText(members: ValidMembers['members'], name: string): string | null {
  const value = members.findLast(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : null;
}

function typeIn(text: string): string | null {
  const found = [...text.matchAll(/"resourceType"\s*:\s*"([A-Za-z]{1,64})"/g)];
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}

function subjectsIn(members: ValidMembers['members'], rest: string, type: string): readonly (string | null)[] {
  if (type === 'Patient') {
    const id = lastText(members, 'id');
    return [isFhirId(id) ? `Patient/${id}` : null];
  }
  const element = subjectElement(type);
  if (element === null) return [null];
  const references = [
    ...members.filter(([key]) => key === element).flatMap(([, value]) => referencesOf(value)),
    ...referencesIn(rest, element),
  ];
  const subjects = new Set(references.map(patientOf));
  return subjects.size === 0 || subjects.has(null) ? [null] : [...subjects].sort();
}

function referencesOf(value: unknown): string[] {
  const subjects = isObject(value) ? [value] : listOf(value);
  return subjects.flatMap(({ reference }) => (typeof reference === 'string' ? [reference] : []));
}

// Each attempt ends at the next brace, and the next begins after it: linear.
function referencesIn(text: string, element: string): string[] {
  const pattern = new RegExp(`"${element}"\\s*:\\s*\\{[^{}]*?"reference"\\s*:\\s*"([^"\\\\]{1,2000})"`, 'g');
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
