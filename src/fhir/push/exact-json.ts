import { canonicalJson } from '../../lake/json-text.ts';

/** ECMAScript's JSON.parse source text access (in Node since 21), which TypeScript's library doesn't describe yet. */
interface SourceTextAccess {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): object;
}
declare const JSON: SourceTextAccess;

/**
 * Parses JSON so that writing it again gives every number as it was: `0.10` says something else than `0.1` (FHIR R4, datatypes,
 * decimal), and integers beyond 2^53 stay whole. Such numbers become opaque values, all others are numbers.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value,
  );
}

/** Whether two texts or values hold the same, whatever the order of members. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
