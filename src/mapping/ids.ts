import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RowKind } from './canonical.ts';
import type { References } from './to-fhir/references.ts';
import { TO_FHIR } from './to-fhir/table.ts';

/** References to rows of one kind that are kept at hand: rows of one member mostly stand together. */
const KEPT = 20_000;
/** 128 bits in hexadecimal. */
const ID_LENGTH = 32;
/** FHIR R4, datatypes, `id`. */
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/**
 * FHIR ids of source rows: the same key of the same kind always gives the same id, so that a second run replaces and never doubles.
 * A key that says nothing about a person stays as it is where it is a legal id; all others become a keyed hash (HMAC-SHA-256,
 * 128 bits in hexadecimal), from which nobody without the secret gets back to the record number.
 */
export class Identities implements References {
  readonly #secret: KeyObject;
  readonly #plain: ReadonlySet<RowKind>;
  readonly #known = new Map<RowKind, Map<string, string>>();

  constructor(secret: string, plain: ReadonlySet<RowKind>) {
    this.#secret = createSecretKey(secret, 'utf8');
    this.#plain = plain;
  }

  id(kind: RowKind, key: string): string {
    if (this.#plain.has(kind) && FHIR_ID.test(key)) return key;
    return createHmac('sha256', this.#secret).update(`${kind}\n${key}`).digest('hex').slice(0, ID_LENGTH);
  }

  reference(kind: RowKind, key: string): { reference: string } {
    const known = this.#referencesTo(kind);
    const reference = known.get(key) ?? `${TO_FHIR[kind].resourceType}/${this.id(kind, key)}`;
    if (known.size >= KEPT) known.clear();
    known.set(key, reference);
    return { reference };
  }

  #referencesTo(kind: RowKind): Map<string, string> {
    const known = this.#known.get(kind) ?? new Map<string, string>();
    this.#known.set(kind, known);
    return known;
  }
}
