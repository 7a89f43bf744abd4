import type { RowKind } from './canonical.ts';
import { KeyedHash } from './keyed-hash.ts';
import type { LiteralReference, References } from './to-fhir/references.ts';
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
  readonly #hash: KeyedHash;
  readonly #plain: ReadonlySet<RowKind>;
  readonly #known = new Map<RowKind, Map<string, LiteralReference>>();

  constructor(secret: string, plain: ReadonlySet<RowKind>) {
    this.#hash = new KeyedHash(secret);
    this.#plain = plain;
  }

  id(kind: RowKind, key: string): string {
    if (this.#plain.has(kind) && FHIR_ID.test(key)) return key;
    return this.#hash.hex(`${kind}\n${key}`).slice(0, ID_LENGTH);
  }

  reference(kind: RowKind, key: string): LiteralReference {
    return this.#known.get(kind)?.get(key) ?? this.#keep(kind, key);
  }

  #keep(kind: RowKind, key: string): LiteralReference {
    const known = this.#known.get(kind) ?? new Map<string, LiteralReference>();
    this.#known.set(kind, known);
    if (known.size >= KEPT) known.clear();
    const reference = { reference: `${TO_FHIR[kind].resourceType}/${this.id(kind, key)}` };
    known.set(key, reference);
    return reference;
  }
}
