import { isResourceType } from '../definitions/elements.ts';
import { isObject } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import type { Element, Structure, Type } from './link.ts';
import { listed } from './node-path.ts';
import type { Walk } from './walk.ts';

/** Checks a resource against the profiles that it claims and those asked for; without any that is known, against its type. */
export function checkResource(walk: Walk, resource: JsonObject, asked: readonly string[]): void {
  const type = resource['resourceType'];
  if (typeof type !== 'string' || !isResourceType(type)) {
    walk.report(
      'resource-type',
      typeof type === 'string' ? 'is of a type that FHIR R4 does not have' : 'needs resourceType',
    );
    return;
  }
  const structures = structuresOf(walk, resource, type, asked);
  for (const { shape } of structures) walk.object(resource, shape);
}

/** A resource in another: contained, an entry of a Bundle, a value of Parameters. */
export function checkNestedResource(walk: Walk, resource: JsonObject, element: Element, type: Type): void {
  const isContained = element.rules.name === 'contained';
  const rootResource = isContained ? walk.scope.rootResource : resource;
  const narrowed = type.code === 'Resource' || type.code === resource['resourceType'];
  if (!narrowed) walk.report('resource-type', `must be a resource of type ${type.code}`);
  if (element.rules.basePath === 'Bundle.entry.resource') checkFullUrl(walk, resource);
  const outside = walk.within.splice(0);
  walk.inScope({ resource, rootResource }, () => {
    if (isContained && typeof resource['id'] !== 'string') walk.report('contained', 'a contained resource needs an id');
    checkResource(walk, resource, type.rules.profiles ?? []);
  });
  walk.within.push(...outside);
}

/** A fullUrl that is the address of a resource on a server names the resource that stands with it (FHIR R4, Bundle.entry.fullUrl). */
function checkFullUrl(walk: Walk, { resourceType, id }: JsonObject): void {
  const fullUrl = walk.within.at(-1)?.value['fullUrl'];
  if (typeof fullUrl !== 'string' || typeof id !== 'string') return;
  const named = /^https?:\/\/.+\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(fullUrl);
  if (named !== null && isResourceType(named[1] ?? '') && (named[1] !== resourceType || named[2] !== id))
    walk.report('reference', 'stands beside a fullUrl that ends with another type and id');
}

function structuresOf(walk: Walk, resource: JsonObject, type: string, asked: readonly string[]): Structure[] {
  const meta = resource['meta'];
  const claimed = isObject(meta) ? listed(meta['profile']).filter((url) => typeof url === 'string') : [];
  const known = new Map<string, Structure>();
  for (const url of claimed) {
    const structure = walk.linker.structure(url);
    if (structure === undefined)
      walk.report(
        'unknown-profile',
        `claims ${namedProfile(url)}, which is not here, so it is not checked against it: give its package`,
        'information',
      );
    else if (structure.rules.type !== type) walk.report('profile', `claims a profile of ${structure.rules.type}`);
    else addWithThose(walk, structure, known);
  }
  for (const url of asked) {
    const structure = walk.linker.structure(url);
    if (structure?.rules.type === type) addWithThose(walk, structure, known);
  }
  if (known.size > 0) return [...known.values()];
  const base = walk.linker.type(type);
  return base === undefined ? [] : [base];
}

/** A profile of HL7's own is named; any other text could hold anything. */
function namedProfile(url: string): string {
  return /^http:\/\/hl7\.org\/fhir\/[\w/.|-]{1,200}$/.test(url) ? `the profile ${url}` : 'a profile';
}

/** A profile, and those that its author says its resources conform to as well, where they are here. */
function addWithThose(walk: Walk, structure: Structure, known: Map<string, Structure>): void {
  const { url, version = '', compliesWith = [] } = structure.rules;
  const key = `${url}|${version}`;
  if (known.has(key)) return;
  known.set(key, structure);
  for (const other of compliesWith) {
    const also = walk.linker.exactly(other);
    if (also !== undefined) addWithThose(walk, also, known);
  }
}
