import type { Shape } from '../sql/views/compile.ts';
import type { IssueCode } from './issue.ts';
import { isObject } from './json-text.ts';
import type { JsonObject } from './json-text.ts';

/** Why a line can't be taken. The message names elements, never values. */
export interface Fault {
  code: IssueCode;
  message: string;
}

interface Findings {
  members: number;
  fault: Fault | null;
}

/**
 * Whether the values of a resource are of the kinds that the shape says, its numbers finite and its strings well-formed.
 * Null counts as absent. `hasEscapes`: the text has `\u`; strings of UTF-8 without it can't be malformed.
 * `members` counts the members of all objects, to be compared with those of the text.
 */
export function checkShape(resource: JsonObject, shape: Shape, hasEscapes: boolean): Findings {
  const findings: Findings = { members: 0, fault: null };
  visit(resource, shape, hasEscapes, '', findings);
  return findings;
}

function visit(value: unknown, shape: Shape | null, hasEscapes: boolean, name: string, findings: Findings): void {
  if (findings.fault !== null || value === null) return;
  if (shape !== null && !isOfKind(value, shape)) findings.fault = wrongKind(value, shape, name);
  else if (typeof value === 'string') findings.fault = hasEscapes ? textFault(value, name) : null;
  else if (typeof value === 'number')
    findings.fault = Number.isFinite(value)
      ? null
      : { code: 'value', message: `a number that is too large in ${named(name)}` };
  else if (Array.isArray(value)) visitElements(value, shape, hasEscapes, name, findings);
  else if (isObject(value)) visitMembers(value, shape, hasEscapes, name, findings);
}

function visitElements(
  list: readonly unknown[],
  shape: Shape | null,
  hasEscapes: boolean,
  name: string,
  findings: Findings,
): void {
  const of = shape?.kind === 'list' ? shape.of : null;
  for (const element of list) visit(element, of, hasEscapes, name, findings);
}

function visitMembers(
  object: JsonObject,
  shape: Shape | null,
  hasEscapes: boolean,
  name: string,
  findings: Findings,
): void {
  const fields = shape?.kind === 'struct' ? shape.fields : null;
  const keys = Object.keys(object);
  findings.members += keys.length;
  for (const key of keys) {
    // hasOwn: `constructor` is a field of every object and of no resource.
    const field = fields !== null && Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
    if (hasEscapes) findings.fault ??= textFault(key, name);
    visit(object[key], field, hasEscapes, field === null ? name : key, findings);
  }
}

function isOfKind(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'string':
    case 'boolean':
      return typeof value === shape.kind;
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'number';
    case 'list':
      return Array.isArray(value);
    case 'struct':
      return isObject(value);
  }
}

const KIND_NAMES = {
  string: 'text',
  boolean: 'true or false',
  integer: 'an integer',
  decimal: 'a number',
  list: 'a list',
  struct: 'an object',
} as const;

function wrongKind(value: unknown, shape: Shape, name: string): Fault {
  const isNumber = shape.kind === 'integer' && typeof value === 'number';
  return { code: isNumber ? 'value' : 'structure', message: `${named(name)} must be ${KIND_NAMES[shape.kind]}` };
}

function textFault(text: string, name: string): Fault | null {
  if (!text.isWellFormed()) return { code: 'structure', message: `half a surrogate pair in ${named(name)}` };
  return text.includes('\0') ? { code: 'structure', message: `a NUL character in ${named(name)}` } : null;
}

/** The innermost element that the shape knows: a key from the data could hold anything. */
function named(name: string): string {
  return name === '' ? 'the resource' : `element ${name}`;
}
