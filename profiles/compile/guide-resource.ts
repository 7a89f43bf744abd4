import type { Guide } from './metadata.ts';
import type { CompiledResource, Example } from './sushi.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The ImplementationGuide resource that lists what the package holds. */
export function guideResource(
  guide: Guide,
  resources: readonly CompiledResource[],
  examples: readonly Example[],
): CompiledResource {
  const listed = resources.map((one) => ({
    reference: { reference: `${one.resourceType}/${one.id}` },
    name: textOf(one['title']) ?? textOf(one['name']) ?? one.id,
    description: textOf(one['description']) ?? '',
    exampleBoolean: false,
  }));
  const told = examples.map(({ resource: { resourceType, id }, title, description }) => ({
    reference: { reference: `${resourceType}/${id}` },
    name: title,
    description,
    exampleBoolean: true,
  }));
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
    definition: { resource: [...listed, ...told] },
  };
}
