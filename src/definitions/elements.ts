import { z } from 'zod';
import { readBuilt } from './built-file.ts';

const elementDefinition = z.object({
  /** Types the element can have; of a backbone element its path, e.g. `Patient.contact`. Several only if `isChoice`. */
  types: z.array(z.string()).readonly(),
  isArray: z.literal(true).optional(),
  /** `value[x]`: in JSON the name carries the type, e.g. `valueQuantity`. */
  isChoice: z.literal(true).optional(),
});
const definitionsSchema = z.record(z.string(), z.record(z.string(), elementDefinition));

export type ElementDefinition = z.infer<typeof elementDefinition>;
/** Type name (`Patient`, `HumanName`, `Patient.contact`) → element name (a choice without its `[x]`) → definition. */
export type Definitions = z.infer<typeof definitionsSchema>;

let loaded: ReadonlyMap<string, ReadonlyMap<string, ElementDefinition>> | undefined;

/**
 * Elements of a type of FHIR R4 4.0.1, or undefined if there is no such type. Primitive types have none of their own here.
 * Reads the definitions when first called. Throws EnvironmentError where they have not been built.
 */
export function elementsOf(type: string): ReadonlyMap<string, ElementDefinition> | undefined {
  loaded ??= load();
  return loaded.get(type);
}

/** Whether R4 has a resource type of this name that can be stored (abstract ones cannot). */
export function isResourceType(name: string): boolean {
  return (
    name !== 'Resource' &&
    name !== 'DomainResource' &&
    !name.includes('.') &&
    elementsOf(name)?.has('implicitRules') === true
  );
}

/** Name under which a value of a choice element stands in JSON: `value` of type `Quantity` is `valueQuantity`. */
export function choiceField(element: string, type: string): string {
  return element + type.charAt(0).toUpperCase() + type.slice(1);
}

function load(): ReadonlyMap<string, ReadonlyMap<string, ElementDefinition>> {
  const definitions = definitionsSchema.parse(JSON.parse(readBuilt('r4.json', 'build:definitions')));
  // Maps, because names come from views: an object would also answer to `constructor` or `__proto__`.
  return new Map(Object.entries(definitions).map(([type, elements]) => [type, new Map(Object.entries(elements))]));
}
