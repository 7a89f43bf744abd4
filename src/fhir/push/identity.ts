import { elementsOf } from '../../definitions/elements.ts';
import { isObject } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';

/** A business identifier (FHIR R4, datatypes, Identifier): how a server knows a resource again that has another id there. */
export interface Identity {
  readonly system: string;
  readonly value: string;
}

/** A resource as it will be sent, and what it is known by. */
export interface Identified {
  readonly resource: JsonObject;
  readonly identity: Identity;
}

export interface IdentityRule {
  /** System of the identifiers that are added: one for each source, so that equal ids of two sources stay apart. */
  readonly system: string;
  /** Resource type → system of an identifier of its own by which it is known instead, such as NPI. */
  readonly own: ReadonlyMap<string, string>;
}

/**
 * Adds an identifier, with the resource's id as its value, and says what the resource is known by: that one, or its own of the
 * system that the rule names for its type. Null where its type has no room for one: R4 has types without `identifier`, and types
 * with a single one.
 */
export function identify(resource: JsonObject, type: string, id: string, rule: IdentityRule): Identified | null {
  const element = elementsOf(type)?.get('identifier');
  if (element === undefined) return null;
  const added = { system: rule.system, value: id };
  const own = ownIdentity(resource, rule.own.get(type));
  if (element.isArray !== true) return withOnly(resource, added);
  const others = [resource['identifier'] ?? []].flat().filter((one) => !isOf(one, rule.system));
  return { resource: { ...resource, identifier: [...others, added] }, identity: own ?? added };
}

/** A type with a single identifier: the one that stands there is what it is known by, if it can be. */
function withOnly(resource: JsonObject, identity: Identity): Identified | null {
  const present = resource['identifier'];
  if (present === undefined) return { resource: { ...resource, identifier: identity }, identity };
  const known = asIdentity(present);
  return known === null ? null : { resource, identity: known };
}

/** Null where it has none of that system, or several. */
function ownIdentity({ identifier }: JsonObject, system: string | undefined): Identity | null {
  if (system === undefined) return null;
  const found = [identifier].flat().flatMap((one) => (isOf(one, system) ? (asIdentity(one) ?? []) : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isOf(identifier: unknown, system: string): boolean {
  return isObject(identifier) && identifier['system'] === system;
}

function asIdentity(identifier: unknown): Identity | null {
  if (!isObject(identifier)) return null;
  const { system, value } = identifier;
  return typeof system === 'string' && typeof value === 'string' ? { system, value } : null;
}

/** Identities that a resource has. */
export function identitiesOf({ identifier }: JsonObject): Identity[] {
  return [identifier].flat().flatMap((one) => asIdentity(one) ?? []);
}

/** Equal for equal identities alone: a system is a URI, which has no space. */
export function keyOf({ system, value }: Identity): string {
  return `${system} ${value}`;
}

/** As a search says it: `system|value`, with what has a meaning there escaped (FHIR R4, search, 3.1.1.3). */
export function tokenOf({ system, value }: Identity): string {
  return [system, value].map((part) => part.replace(/[\\,|$]/g, '\\$&')).join('|');
}
