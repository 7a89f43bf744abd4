import type { RowKind } from './canonical.ts';
import { fingerprintOf, KeySet } from './key-set.ts';
import { isMadeRow, madeRows } from './made-rows.ts';
import type { Extract } from './mapping.ts';
import { isReadFault, openExtract } from './read/extract.ts';

/** Which rows there are, known before any is mapped: a row may refer to one that comes later, in its own file or in another. */
export class SourceKeys {
  readonly #keys = new Map<RowKind, KeySet>();
  readonly #repeated = new Map<RowKind, Set<string>>();
  readonly #rejected = new Map<RowKind, Set<string>>();

  /** Reads the keys of one file. Throws HeaderError, EnvironmentError. */
  async read(extract: Extract, path: string): Promise<void> {
    const file = await openExtract(path, extract.columns);
    const { header, of } = madeRows(extract, file.header);
    const index = header.indexOf(extract.keyColumn);
    for await (const batch of file.rows())
      for (const row of batch)
        if (!isReadFault(row))
          for (const one of of(row.cells)) if (isMadeRow(one)) this.#add(extract.row, one.cells[index] ?? '');
  }

  /** Whether more than one row has the key. */
  isRepeated(kind: RowKind, key: string): boolean {
    return this.#repeated.get(kind)?.has(key) === true;
  }

  /** Whether there is a row of that kind and key that was not rejected, as far as is known now. */
  has(kind: RowKind, key: string): boolean {
    const [high, low] = fingerprintOf(key);
    return this.#keys.get(kind)?.has(high, low) === true && this.#rejected.get(kind)?.has(key) !== true;
  }

  /** The row of that key was rejected: nothing may refer to it. */
  reject(kind: RowKind, key: string): void {
    this.#rejected.set(kind, (this.#rejected.get(kind) ?? new Set()).add(key));
  }

  /** Of several rows of that key one was mapped, after others were rejected. */
  accept(kind: RowKind, key: string): void {
    this.#rejected.get(kind)?.delete(key);
  }

  #add(kind: RowKind, key: string): void {
    if (key === '') return;
    const keys = this.#keys.get(kind) ?? new KeySet();
    this.#keys.set(kind, keys);
    const [high, low] = fingerprintOf(key);
    if (!keys.add(high, low)) this.#repeated.set(kind, (this.#repeated.get(kind) ?? new Set()).add(key));
  }
}
