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
  readonly #known = new Map<RowKind, KnownReferences>();

  constructor(secret: string, plain: ReadonlySet<RowKind>) {
    this.#hash = new KeyedHash(secret);
    this.#plain = plain;
  }

  id(kind: RowKind, key: string): string {
    if (this.#plain.has(kind) && FHIR_ID.test(key)) return key;
    return this.#hash.hex(`${kind}\n${key}`).slice(0, ID_LENGTH);
  }

  reference(kind: RowKind, key: string): LiteralReference {
    let known = this.#known.get(kind);
    if (known === undefined) {
      known = new KnownReferences((unknown) => ({
        reference: `${TO_FHIR[kind].resourceType}/${this.id(kind, unknown)}`,
      }));
      this.#known.set(kind, known);
    }
    return known.to(key);
  }
}

/** References to rows of one kind, each made once and kept for a while. */
class KnownReferences {
  readonly #make: (key: string) => LiteralReference;
  readonly #kept = new Map<string, LiteralReference>();
  #last: { readonly key: string; readonly reference: LiteralReference } | null = null;

  constructor(make: (key: string) => LiteralReference) {
    this.#make = make;
  }

  to(key: string): LiteralReference {
    if (this.#last?.key === key) return this.#last.reference;
    const reference = this.#kept.get(key) ?? this.#keep(key);
    this.#last = { key, reference };
    return reference;
  }

  #keep(key: string): LiteralReference {
    const reference = this.#make(key);
    if (this.#kept.size >= KEPT) this.#kept.clear();
    this.#kept.set(key, reference);
    return reference;
  }
}
