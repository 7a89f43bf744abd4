import { z } from 'zod';
import type { CompiledResource } from './sushi.ts';

/** sushi-config.yaml, as SUSHI gives it back: what the guide says of itself. */
export const guideSchema = z.object({
  id: z.string(),
  canonical: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  license: z.string(),
  version: z.string(),
  date: z.iso.date(),
  publisher: z.string(),
  contact: z.array(z.unknown()),
  jurisdiction: z.array(z.unknown()),
  fhirVersion: z.array(z.string()).length(1),
});
export type Guide = z.infer<typeof guideSchema>;

const CANONICAL_TYPES: ReadonlySet<string> = new Set([
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'SearchParameter',
  'OperationDefinition',
  'CapabilityStatement',
]);

/** The resource with version, date, publisher and jurisdiction of the guide, where it is of a type that has them. */
export function published(resource: CompiledResource, guide: Guide): CompiledResource {
  if (!CANONICAL_TYPES.has(resource.resourceType)) return resource;
  const { version, date, publisher, contact, jurisdiction } = guide;
  return { ...resource, version, date, publisher, contact, jurisdiction };
}
