import type { RowKind } from '../canonical.ts';
import type { Link } from './linked.ts';

/** A FHIR reference to a resource of the same output. */
export interface LiteralReference {
  /** `Type/id`. */
  readonly reference: string;
}

/**
 * Names rows in FHIR. The same kind and key always give the same id, and two kinds that become one resource type never give the
 * same id (contact and supervisionSession are both Encounters).
 */
export interface References {
  id(kind: RowKind, key: string): string;
  reference(kind: RowKind, key: string): LiteralReference;
}

export const referenceTo = (refs: References, { kind, key }: Link): LiteralReference => refs.reference(kind, key);
