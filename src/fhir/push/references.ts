import { isResourceType } from '../../definitions/elements.ts';
import { isObject } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { isFhirId } from '../../lake/subject.ts';

/** `Type/id` that a relative reference names, without its version; null for every other kind (FHIR R4, references, 2.3.0.1). */
export function localTarget(reference: string): string | null {
  const [type = '', id, history, version, ...rest] = reference.split('/');
  const isVersion = history === undefined || (history === '_history' && version !== undefined && rest.length === 0);
  return isVersion && isFhirId(id) && isResourceType(type) ? `${type}/${id}` : null;
}

/** Every `Type/id` of the same source that a resource refers to, each once. */
export function localTargets(resource: unknown): string[] {
  const found = new Set<string>();
  visit(resource, (reference) => {
    const target = localTarget(reference);
    if (target !== null) found.add(target);
  });
  return [...found];
}

/** What stands in the place of a reference element. */
export type Replace = (target: string, reference: JsonObject) => JsonObject;

/** The same resource with every reference within the source replaced; all others stay as they are. */
export function withReferences(resource: JsonObject, replace: Replace): JsonObject {
  return Object.fromEntries(Object.entries(resource).map(([key, value]) => [key, replaced(value, replace)]));
}

function replaced(value: unknown, replace: Replace): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, replace));
  if (!isObject(value) || isOpaque(value)) return value;
  const { reference } = value;
  const target = typeof reference === 'string' ? localTarget(reference) : null;
  return target === null ? withReferences(value, replace) : replace(target, value);
}

function visit(value: unknown, see: (reference: string) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  else if (isObject(value)) {
    if (typeof value['reference'] === 'string') see(value['reference']);
    for (const one of Object.values(value)) visit(one, see);
  }
}

/** A number that is kept as it was written (see exact-json.ts); a copy of it would be none. */
function isOpaque(value: JsonObject): boolean {
  return Object.isFrozen(value);
}
