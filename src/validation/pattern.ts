/** Fixed values and patterns (FHIR R4, ElementDefinition.fixed[x], .pattern[x]). */
import { isObject } from '../lake/json-text.ts';

/** The same in every member, whatever their order. */
export function equals(value: unknown, fixed: unknown): boolean {
  if (Array.isArray(fixed))
    return Array.isArray(value) && value.length === fixed.length && fixed.every((one, at) => equals(value[at], one));
  if (!isObject(fixed)) return value === fixed;
  if (!isObject(value)) return false;
  const keys = Object.keys(fixed);
  return Object.keys(value).length === keys.length && keys.every((key) => equals(value[key], fixed[key]));
}

/** At least what the pattern has: of a list, each of its elements in some element of the value. */
export function matchesPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((one) => value.some((item) => matchesPattern(item, one)));
  if (!isObject(pattern)) return value === pattern;
  return isObject(value) && Object.keys(pattern).every((key) => matchesPattern(value[key], pattern[key]));
}
