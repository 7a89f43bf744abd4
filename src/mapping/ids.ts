import { createHmac } from 'node:crypto';
import type { RowKind } from './canonical.ts';
import type { References } from './to-fhir/references.ts';
import { TO_FHIR } from './to-fhir/table.ts';

/** A FHIR id of a row and its fingerprint, two 32-bit numbers. */
export interface Identity {
  readonly id: string;
  readonly high: number;
  readonly low: number;
}

/** Identities that are kept at hand: rows of one member mostly stand together. */
const KEPT = 50_000;
/** FHIR R4, datatypes, `id`. */
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/**
 * FHIR ids of source rows: the same key of the same kind always gives the same id, so that a second run replaces and never doubles.
 * A key that says nothing about a person stays as it is where it is a legal id; all others become a keyed hash (HMAC-SHA-256,
 * 128 bits in hexadecimal), from which nobody without the secret gets back to the record number.
 */
export class Identities implements References {
  readonly #secret: string;
  readonly #plain: ReadonlySet<RowKind>;
  #known = new Map<string, Identity>();

  constructor(secret: string, plain: ReadonlySet<RowKind>) {
    this.#secret = secret;
    this.#plain = plain;
  }

  of(kind: RowKind, key: string): Identity {
    const name = `${kind}\n${key}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', this.#secret).update(name).digest();
    const id = this.#plain.has(kind) && FHIR_ID.test(key) ? key : digest.toString('hex', 0, 16);
    const identity = { id, high: digest.readUInt32BE(0), low: digest.readUInt32BE(4) };
    if (this.#known.size >= KEPT) this.#known = new Map();
    this.#known.set(name, identity);
    return identity;
  }

  id(kind: RowKind, key: string): string {
    return this.of(kind, key).id;
  }

  reference(kind: RowKind, key: string): { reference: string } {
    return { reference: `${TO_FHIR[kind].resourceType}/${this.id(kind, key)}` };
  }
}
