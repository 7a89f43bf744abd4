import { join } from 'node:path';
import { KINDS } from '../canonical.ts';
import type { RowKind } from '../canonical.ts';
import { isMadeRow, madeRows } from '../made-rows.ts';
import type { Extract } from '../mapping.ts';
import { isReadFault, openExtract } from '../read/extract.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import { FingerprintParts, PARTS } from './fingerprint-parts.ts';
import { FingerprintSet } from './fingerprint-set.ts';
import { referenceReader } from './reference-reader.ts';

/**
 * Which rows there are, known before any is mapped: a row may refer to one that comes later, in its own file or in another. First
 * `read` each extract, then `compare`, then ask.
 *
 * Memory holds the exceptions alone, as fingerprints: keys that repeat, that somebody names and no row has, and whose rows are
 * rejected. Where two keys share a fingerprint (among
 * a billion, once in 37 runs), a reference to nobody may pass; a key that seems to repeat is compared by its text.
 */
export class SourceKeys {
  readonly #listSeparator: string;
  readonly #keys: FingerprintParts;
  readonly #named: FingerprintParts;
  /** Kinds of the rows that there may be. */
  readonly #kinds: ReadonlySet<RowKind>;
  readonly #repeated = new FingerprintSet();
  readonly #missing = new FingerprintSet();
  readonly #rejected = new FingerprintSet();
  readonly #accepted = new FingerprintSet();

  /** `scratch` takes temporary files. */
  constructor(scratch: string, extracts: readonly Extract[], listSeparator: string) {
    this.#listSeparator = listSeparator;
    this.#keys = new FingerprintParts(join(scratch, 'keys'));
    this.#named = new FingerprintParts(join(scratch, 'named-keys'));
    this.#kinds = new Set(extracts.map(({ row }) => row));
  }

  /** Reads the keys of one file, and those that its rows refer to. Throws HeaderError, EnvironmentError. */
  async read(extract: Extract, path: string): Promise<void> {
    const file = await openExtract(path, extract.columns);
    const { header, of } = madeRows(extract, file.header);
    const index = header.indexOf(extract.keyColumn);
    const readReferences = referenceReader(extract, header, this.#listSeparator, (kind, key) => {
      if (this.#kinds.has(kind)) this.#named.add(fingerprint(kind, key));
    });
    for await (const batch of file.rows()) {
      for (const row of batch) {
        if (isReadFault(row)) continue;
        for (const one of of(row.cells)) {
          if (!isMadeRow(one)) continue;
          const key = one.cells[index] ?? '';
          if (key !== '') this.#keys.add(fingerprint(extract.row, key));
          readReferences(one.cells);
        }
      }
      await this.#keys.settle();
      await this.#named.settle();
    }
  }

  /** Finds out which keys repeat, and which are named and not there. */
  async compare(): Promise<void> {
    for (let part = 0; part < PARTS; part++) {
      const there = new FingerprintSet();
      await this.#keys.read(part, (one) => {
        if (!there.add(one)) this.#repeated.add(one);
      });
      await this.#named.read(part, (one) => {
        if (!there.has(one)) this.#missing.add(one);
      });
    }
  }

  async close(): Promise<void> {
    await this.#keys.close();
    await this.#named.close();
  }

  /** Whether more than one row has the key. */
  isRepeated(kind: RowKind, key: string): boolean {
    return isIn(this.#repeated, kind, key);
  }

  /** Whether there is a row of that kind and key, to which another refers, that was not rejected as far as is known now. */
  has(kind: RowKind, key: string): boolean {
    if (!this.#kinds.has(kind) || isIn(this.#missing, kind, key)) return false;
    return !isIn(this.#rejected, kind, key) || isIn(this.#accepted, kind, key);
  }

  /** The row of that key was rejected: nothing may refer to it. */
  reject(kind: RowKind, key: string): void {
    this.#rejected.add(fingerprint(kind, key));
  }

  /** Of several rows of that key one was mapped, after others were rejected. */
  accept(kind: RowKind, key: string): void {
    this.#accepted.add(fingerprint(kind, key));
  }
}

const KIND_FINGERPRINTS: ReadonlyMap<RowKind, Fingerprint> = new Map(KINDS.map((kind) => [kind, fingerprintOf(kind)]));

function fingerprint(kind: RowKind, key: string): Fingerprint {
  return fingerprintOf(key, KIND_FINGERPRINTS.get(kind));
}

function isIn(keys: FingerprintSet, kind: RowKind, key: string): boolean {
  return keys.size > 0 && keys.has(fingerprint(kind, key));
}
