import { isUtf8 } from 'node:buffer';
import type { Shape } from '../sql/views/compile.ts';
import { isResourceType } from '../definitions/elements.ts';
import type { Gap } from './issue.ts';
import { isBlank, isObject, MAX_DEPTH, parseJson, skeletonOf } from './json-text.ts';
import type { JsonObject } from './json-text.ts';
import type { Line } from './line-reader.ts';
import { checkShape } from './shape-check.ts';
import type { Fault } from './shape-check.ts';
import { isFhirId, lacksSubject, shownIn } from './subject.ts';

/** What became of one line of a file. */
export type CheckedLine =
  | { kind: 'blank' }
  | { kind: 'good'; id: string; resource: JsonObject }
  /** `resource` is `Type/id` where the line still shows it. */
  | { kind: 'bad'; fault: Fault; resource: string | null; gaps: readonly Gap[] };

type Parsed = { fault: Fault; id?: never } | { fault: null; id: string; resource: JsonObject };

/** What a line must have to be kept: an identity, or also whom it is about, where its type demands it. */
export type Demand = 'identity' | 'subject';

/** Checks one line of a file of resources of one type: is it JSON, whole and unambiguous, a resource of that type, with id and subject? */
export function checkLine(line: Line, type: string, shape: Shape, demand: Demand = 'subject'): CheckedLine {
  if (!line.isTooLong && line.bytes.every(isBlank)) return { kind: 'blank' };
  const text = line.bytes.toString();
  const parsed = line.isTooLong ? { fault: TOO_LONG } : parseLine(line.bytes, text, type, shape, demand);
  return parsed.fault === null
    ? { kind: 'good', id: parsed.id, resource: parsed.resource }
    : badLine(text, type, parsed.fault);
}

const TOO_LONG: Fault = { code: 'too-long', message: 'the line is longer than a resource may be (16 MB)' };

function parseLine(bytes: Buffer, text: string, type: string, shape: Shape, demand: Demand): Parsed {
  if (!isUtf8(bytes)) return { fault: { code: 'structure', message: 'the line is not UTF-8' } };
  const skeleton = skeletonOf(text);
  if (skeleton.depth > MAX_DEPTH)
    return { fault: { code: 'structure', message: `the line nests deeper than ${MAX_DEPTH} levels` } };
  const resource = parseJson(text);
  if (resource === undefined)
    return { fault: { code: 'structure', message: `the line is ${skeleton.isCutOff ? 'cut off' : 'not JSON'}` } };
  if (!isObject(resource)) return { fault: { code: 'structure', message: 'the line is not a JSON object' } };
  const { fault, members } = checkShape(resource, shape, text.includes('\\u'));
  if (fault !== null) return { fault };
  if (members !== skeleton.members)
    return { fault: { code: 'structure', message: 'a key stands twice in one object' } };
  return checkResource(resource, type, demand);
}

function checkResource(resource: JsonObject, type: string, demand: Demand): Parsed {
  const { id, resourceType } = resource;
  if (resourceType !== type) return { fault: wrongType(resourceType, type) };
  if (id === undefined || id === null) return { fault: { code: 'required', message: 'the resource has no id' } };
  if (!isFhirId(id))
    return { fault: { code: 'value', message: 'the id is no FHIR id: up to 64 letters, digits, hyphens and dots' } };
  if (demand === 'subject' && lacksSubject(resource, type))
    return { fault: { code: 'required', message: `the ${type} does not say whom it is about` } };
  return { fault: null, id, resource };
}

function wrongType(found: unknown, type: string): Fault {
  if (typeof found !== 'string') return { code: 'required', message: 'the line has no resourceType' };
  const what = isResourceType(found) ? `a resource of type ${found}` : 'a resource of another type';
  return { code: 'structure', message: `${what} in a file of ${type}` };
}

function badLine(text: string, type: string, fault: Fault): CheckedLine {
  const shown = shownIn(text, type);
  const shownType = shown.resourceType !== null && isResourceType(shown.resourceType) ? shown.resourceType : null;
  const resource = shown.id === null ? null : `${shownType ?? type}/${shown.id}`;
  return { kind: 'bad', fault, resource, gaps: gapsOf(shown.subjects, shownType, type) };
}

function gapsOf(subjects: readonly (string | null)[], shownType: string | null, type: string): Gap[] {
  // A server writes an OperationOutcome where the export of this type went wrong: what is missing is of this type.
  if (shownType === 'OperationOutcome' && type !== 'OperationOutcome') return [{ resourceType: type, subject: null }];
  return subjects.map((subject) => ({ resourceType: shownType ?? type, subject }));
}
