import { createHash } from 'node:crypto';
import { canonicalJson, isObject } from './json-text.ts';
import type { JsonObject } from './json-text.ts';

/** What is needed of one copy of a resource to tell which copy counts. */
export interface Copy {
  /** Equal for copies whose JSON is equal, whatever the order of their members. */
  digest: string;
  /** meta.versionId, where it is a number. */
  version: bigint | null;
  /** meta.lastUpdated, where it is an instant. */
  updated: Instant | null;
}

/** Milliseconds alone would make two instants of one millisecond equal. */
interface Instant {
  seconds: number;
  /** Digits after the decimal point, without trailing zeros: ordered as text. */
  fraction: string;
}

export function copyOf(resource: JsonObject): Copy {
  const meta = isObject(resource['meta']) ? resource['meta'] : {};
  return {
    digest: createHash('sha256').update(canonicalJson(resource)).digest('base64'),
    version: versionOf(meta['versionId']),
    updated: instantOf(meta['lastUpdated']),
  };
}

function versionOf(value: unknown): bigint | null {
  return typeof value === 'string' && /^\d{1,64}$/.test(value) ? BigInt(value) : null;
}

/** FHIR R4 `instant`. One without offset, or of a date that doesn't exist, can't be compared with others. */
function instantOf(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,30}))?(Z|[+-]\d\d:\d\d)$/.exec(value);
  const seconds = match === null ? NaN : Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`);
  return Number.isNaN(seconds) ? null : { seconds, fraction: (match?.[2] ?? '').replace(/0+$/, '') };
}

/**
 * The copy that counts among those of one `Type/id`, or null where none does (outputs.md, Input folder).
 * Equal copies are one. A copy counts if it is newer than each that differs from it: by meta.versionId where both have a
 * numeric one and they differ, else by meta.lastUpdated where both have one and they differ, else by nothing.
 * So a version on one side only says nothing, and among three, where the two rules contradict each other, none counts.
 * Of equal copies the first given is taken.
 */
export function newestOf<T extends Copy>(copies: readonly T[]): T | null {
  const different = firstOfEach(copies);
  // The one that is newer than all others, if there is one, survives one pass; whether it is one takes a second pass.
  const candidate = different.reduce(
    (best: T | null, copy) => (best === null || isNewer(copy, best) ? copy : best),
    null,
  );
  if (candidate === null) return null;
  return different.every((copy) => copy === candidate || isNewer(candidate, copy)) ? candidate : null;
}

function firstOfEach<T extends Copy>(copies: readonly T[]): T[] {
  const byDigest = new Map<string, T>();
  for (const copy of copies) if (!byDigest.has(copy.digest)) byDigest.set(copy.digest, copy);
  return [...byDigest.values()];
}

function isNewer(a: Copy, b: Copy): boolean {
  if (a.version !== null && b.version !== null && a.version !== b.version) return a.version > b.version;
  if (a.updated === null || b.updated === null) return false;
  if (a.updated.seconds !== b.updated.seconds) return a.updated.seconds > b.updated.seconds;
  return a.updated.fraction > b.updated.fraction;
}
