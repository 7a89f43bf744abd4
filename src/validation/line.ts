import { isUtf8 } from 'node:buffer';
import { isBlank, isObject, MAX_DEPTH, parseJson, skeletonOf } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import { MAX_LINE_BYTES } from '../lake/line-reader.ts';
import { isFhirId } from '../lake/subject.ts';
import { isResourceType } from '../definitions/elements.ts';
import type { Block } from './blocks.ts';
import { CODES } from './issue.ts';
import type { Finding, Kind } from './issue.ts';
import type { Located, Validated } from './located.ts';
import type { Validator } from './validator.ts';

const NEWLINE = 0x0a;

/** Checks the lines of a block, each a resource. `type`: what the name of the file says that they are, null for nothing. */
export function validateBlock(
  validator: Validator,
  { bytes, firstLine, fault }: Block,
  type: string | null,
): Validated {
  const found: Located[] = [];
  let resources = 0;
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const result =
      fault === null ? validateLine(validator, bytes.subarray(start, end), type, line) : faulty(fault, line);
    resources += result.resources;
    if (result.found.length > 0) found.push(...result.found);
    start = end + 1;
  }
  return { resources, found };
}

const FAULTS = {
  'too-long': findingOf('too-long', 'the line is longer than a resource may be (16 MB)'),
  torn: findingOf('json', 'the compressed file is cut off or broken here'),
} as const;

function faulty(fault: keyof typeof FAULTS, line: number): Validated {
  return { resources: 0, found: [{ finding: FAULTS[fault], line, resource: null }] };
}

function validateLine(validator: Validator, bytes: Buffer, type: string | null, line: number): Validated {
  if (bytes.length === 0 || bytes.every(isBlank)) return { resources: 0, found: [] };
  if (bytes.length > MAX_LINE_BYTES) return faulty('too-long', line);
  const { resource, fault } = readResource(bytes, 'line');
  if (resource === null) return { resources: 0, found: [{ finding: fault, line, resource: null }] };
  const name = nameOf(resource);
  const findings = [...misplaced(resource, type), ...validated(validator, resource)];
  return { resources: 1, found: findings.map((finding) => ({ finding, line, resource: name })) };
}

type Read =
  { readonly resource: JsonObject; readonly fault: null } | { readonly resource: null; readonly fault: Finding };

/** Reads one resource from its JSON: whole, unambiguous, and not nested without measure. `what` it is for a message: line, file. */
export function readResource(bytes: Buffer, what: string): Read {
  const fail = (message: string): Read => ({ resource: null, fault: findingOf('json', message) });
  if (!isUtf8(bytes)) return fail(`the ${what} is not UTF-8`);
  const text = bytes.toString();
  const skeleton = skeletonOf(text);
  if (skeleton.depth > MAX_DEPTH) return fail(`the ${what} nests deeper than ${MAX_DEPTH} levels`);
  const resource = parseJson(text);
  if (resource === undefined) return fail(`the ${what} is ${skeleton.isCutOff ? 'cut off' : 'not JSON'}`);
  if (!isObject(resource)) return fail(`the ${what} is not a JSON object`);
  if (membersOf(resource) !== skeleton.members) return fail('a key stands twice in one object');
  return { resource, fault: null };
}

function membersOf(value: unknown): number {
  let count = 0;
  if (Array.isArray(value)) for (const one of value) count += typeof one === 'object' ? membersOf(one) : 0;
  else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const one = value[key];
      count += 1 + (typeof one === 'object' ? membersOf(one) : 0);
    }
  }
  return count;
}

/** Findings of a resource; what a check itself can't take is one, too. */
export function validated(validator: Validator, resource: JsonObject): Finding[] {
  try {
    return validator.validate(resource);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [findingOf('json', 'the resource is too intricate to be checked')];
  }
}

function misplaced({ resourceType }: JsonObject, type: string | null): Finding[] {
  if (type === null || resourceType === type || typeof resourceType !== 'string' || !isResourceType(resourceType))
    return [];
  return [findingOf('resource-type', `a resource of type ${resourceType} in a file of ${type}`)];
}

/** `Type/id`, as far as both are what FHIR says they are: else they could be anything. */
export function nameOf({ resourceType, id }: JsonObject): string | null {
  return typeof resourceType === 'string' && isResourceType(resourceType) && isFhirId(id)
    ? `${resourceType}/${id}`
    : null;
}

/** A finding about a resource as a whole. */
export function findingOf(kind: Kind, message: string): Finding {
  return { severity: 'error', code: CODES[kind], rule: kind, expression: '', message };
}
