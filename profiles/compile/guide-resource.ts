import type { Guide } from './metadata.ts';
import type { CompiledResource } from './sushi.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The ImplementationGuide resource that lists what the package holds. */
export function guideResource(
  guide: Guide,
  resources: readonly CompiledResource[],
  examples: readonly CompiledResource[],
): CompiledResource {
  const listed = (resource: CompiledResource, isExample: boolean): object => {
    const description = textOf(resource['description']);
    return {
      reference: { reference: `${resource.resourceType}/${resource.id}` },
      name: textOf(resource['title']) ?? textOf(resource['name']) ?? resource.id,
      ...(description !== undefined && { description }),
      exampleBoolean: isExample,
    };
  };
  return {
    resourceType: 'ImplementationGuide',
    id: guide.id,
    url: `${guide.canonical}/ImplementationGuide/${guide.id}`,
    version: guide.version,
    name: guide.name,
    title: guide.title,
    status: 'draft',
    date: guide.date,
    publisher: guide.publisher,
    contact: guide.contact,
    jurisdiction: guide.jurisdiction,
    description: guide.description,
    packageId: guide.id,
    license: guide.license,
    fhirVersion: guide.fhirVersion,
    definition: {
      resource: [...resources.map((one) => listed(one, false)), ...examples.map((one) => listed(one, true))],
    },
  };
}
