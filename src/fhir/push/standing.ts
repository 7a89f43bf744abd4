import type { JsonObject } from '../../lake/json-text.ts';
import type { Replace } from './references.ts';
import { without } from './stored.ts';

/** How a resource of the source stands on the server. */
export type Standing =
  /** It is there, as `Type/id`. */
  | { readonly kind: 'there'; readonly reference: string }
  /** It will be created by the Bundle that is being made, under this name. */
  | { readonly kind: 'coming'; readonly urn: string }
  /** It is neither in the source nor there. */
  | { readonly kind: 'unknown' }
  /** The server refused it. */
  | { readonly kind: 'failed' };

/**
 * Replaces references within the source by those of the server. One that leads nowhere becomes a logical one, by identifier
 * (FHIR R4, references, 2.3.0.2): the same id on the server could be another resource altogether.
 */
export function referencesBy(standingOf: (target: string) => Standing, system: string): Replace {
  return (target, element): JsonObject => {
    const rest = without(element, 'reference');
    const standing = standingOf(target);
    if (standing.kind === 'there') return { ...rest, reference: standing.reference };
    if (standing.kind === 'coming') return { ...rest, reference: standing.urn };
    const [type, value] = target.split('/');
    return { ...rest, type, identifier: { system, value } };
  };
}
