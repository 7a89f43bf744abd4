/** Where a line stands in the file that the user gave. */
export interface Place {
  file: string;
  line: number;
  /** Of a Bundle: which entry, from 1. */
  entry?: number;
}

/** One file of resources of one type. */
export interface DataFile {
  path: string;
  format: 'ndjson' | 'parquet';
  /** As the user knows it. */
  name: string;
  /** Of a file that was made from others: where a line of it (from 1) came from. */
  origin?: (line: number) => Place;
}

/** Where line `line` (from 1) of the file stands for the user. */
export function placeOf(file: DataFile, line: number): Place {
  return file.origin?.(line) ?? { file: file.name, line };
}

/** `entry 3: ` where the place is in a Bundle: its line alone doesn't tell, as a Bundle may have only one. */
export function entryOf(place: Place): string {
  return place.entry === undefined ? '' : `entry ${place.entry}: `;
}

/** Byte order, so that the order of a file system doesn't matter. */
export function byName(a: { name: string }, b: { name: string }): number {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}
