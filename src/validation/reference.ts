import { isResourceType } from '../definitions/elements.ts';
import { isObject } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import type { Type } from './link.ts';
import { listed } from './node-path.ts';
import type { Walk } from './walk.ts';

/** Of a relative or absolute literal reference (FHIR R4, references.html): type, id, perhaps a version. */
const LITERAL = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** Whether a reference points to what its element allows, as far as its own text tells; nothing is fetched. */
export function checkReference(walk: Walk, reference: JsonObject, type: Type): void {
  const { targets } = type;
  const found = targetType(walk, reference);
  if (found === null || targets === null) return;
  if (found === 'unknown') walk.report('reference', 'points to a type of resource that FHIR R4 does not have');
  else if (!targets.has(found.type))
    walk.report(
      'reference',
      `points to a resource of type ${found.type}; allowed ${targets.size === 1 ? 'is' : 'are'} ${[...targets].join(', ')}`,
    );
  else if (found.contained !== null) checkContained(walk, found.contained, type);
}

type Target = { readonly type: string; readonly contained: JsonObject | null };

/** Null where it can't be told. */
function targetType(walk: Walk, { reference, type }: JsonObject): Target | 'unknown' | null {
  if (typeof reference === 'string' && reference.startsWith('#')) return containedTarget(walk, reference);
  const named = typeof reference === 'string' ? LITERAL.exec(reference)?.[1] : undefined;
  const text = named ?? (typeof type === 'string' ? type : undefined);
  if (text === undefined) return null;
  // an absolute URL may lead anywhere, and end like a reference by chance
  if (!isResourceType(text)) return named !== undefined && String(reference).includes('://') ? null : 'unknown';
  return { type: text, contained: null };
}

function containedTarget(walk: Walk, reference: string): Target | null {
  const { rootResource } = walk.scope;
  const found =
    reference === '#'
      ? rootResource
      : listed(rootResource['contained']).find((one) => isObject(one) && one['id'] === reference.slice(1));
  if (!isObject(found)) return null;
  const type = found['resourceType'];
  return typeof type === 'string' ? { type, contained: found } : null;
}

/** What a resource carries with it can be looked at: it must conform to one of the profiles that the reference allows. */
function checkContained(walk: Walk, contained: JsonObject, { rules: { targets = [] } }: Type): void {
  if (contained === walk.scope.rootResource) return;
  if (!targets.some((profile) => walk.conforms(contained, profile)))
    walk.report('reference', 'points to a contained resource that conforms to none of the profiles that are allowed');
}
