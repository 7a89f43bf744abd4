import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../../errors.ts';
import { parseJson } from '../json-text.ts';

/** File that marks a lake. */
export const LAKE_MARK = 'lake.json';
/** Marks a folder as a source of a lake; version is that of the layout (src/fhir/README.md). */
export const FORMAT = 'peerbridge-lake-source';
export const VERSION = 1;
export const MANIFEST = 'manifest.json';

const typeSchema = z.strictObject({
  /** Whether the CapabilityStatement lists it. */
  isListed: z.boolean(),
  /** Whether all of it is here, up to the watermark, but for the gaps of single subjects. */
  isComplete: z.boolean(),
  /** An instant of the server's clock up to which it was complete; null where it never was. */
  watermark: z.string().nullable(),
  period: z.strictObject({ start: z.string().nullable(), end: z.string().nullable() }),
  resources: z.int(),
  bytes: z.int(),
  /** Hexadecimal; empty where there is no file, as the server doesn't have the type. */
  sha256: z.string(),
  /** Whom lines were about that could not be kept; null: nobody knows. */
  gaps: z.array(z.strictObject({ subject: z.string().nullable() })),
  /** What keeps it from being complete. */
  why: z.string().nullable(),
});
const countsSchema = z.strictObject({
  received: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  deleted: z.int(),
  quarantined: z.int(),
});
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  source: z.string(),
  base: z.string(),
  pulledAt: z.string(),
  method: z.enum(['search', 'bulk']),
  types: z.record(z.string(), typeSchema),
  last: z.record(z.string(), countsSchema),
});

export type LakeType = z.infer<typeof typeSchema>;
export type LakeCounts = z.infer<typeof countsSchema>;
export type LakeManifest = z.infer<typeof manifestSchema>;

/** The manifest of a source folder; null where the folder has none, or that of something else. Throws EnvironmentError where it is damaged. */
export async function readManifest(folder: string): Promise<LakeManifest | null> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null || !text.includes(FORMAT)) return null;
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(`${join(folder, MANIFEST)} is damaged, or of another version: pull into a new lake`);
}
