import { libraryTest } from './fhirpath-library.ts';
import { HAND_WRITTEN } from './hand-written.ts';
import type { JsonObject } from '../lake/json-text.ts';
import type { InvariantRules } from './structure.ts';

/** What an invariant may look at besides its own element. */
export interface Scope {
  /** FHIRPath's `%resource`: the resource that the element is in. */
  readonly resource: JsonObject;
  /** `%rootResource`: the one that contains it, where it is contained. */
  readonly rootResource: JsonObject;
}

/** Whether a value of a type satisfies an invariant; null where the expression can't be evaluated. */
export type InvariantTest = (value: unknown, scope: Scope, type: string) => boolean | null;

export interface Invariant {
  readonly rules: InvariantRules;
  readonly test: InvariantTest;
}

const linked = new Map<string, InvariantTest>();

/**
 * An invariant with its test: written by hand where it stands on elements that every resource has many of, else by the FHIRPath
 * library, which takes a hundred times as long and half a second to load.
 */
export function invariantOf(rules: InvariantRules, basePath: string): Invariant {
  // two invariants of narratives have one expression and mean different things
  const byHand = HAND_WRITTEN.get(rules.key === 'txt-2' ? 'txt-2' : rules.expression);
  if (byHand !== undefined) return { rules, test: byHand };
  const key = `${basePath} ${rules.expression}`;
  const test = linked.get(key) ?? libraryTest(rules.expression, basePath);
  linked.set(key, test);
  return { rules, test };
}
