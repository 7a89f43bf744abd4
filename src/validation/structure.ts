/**
 * What a StructureDefinition demands, as plain data: compiled from its snapshot once (compile-structure.ts), when the product is built
 * or a package is loaded, and linked to checks when a resource first needs it (link.ts).
 */
import { z } from 'zod';

const typeRules = z.object({
  /** A data type, a resource type, or, of a backbone element, `BackboneElement` or `Element`. */
  code: z.string(),
  /** Canonical URLs of profiles; the value must conform to one of them. */
  profiles: z.array(z.string()).optional(),
  /** Canonical URLs of what a Reference may point to. */
  targets: z.array(z.string()).optional(),
});

const invariantRules = z.object({
  key: z.string(),
  severity: z.enum(['error', 'warning']),
  /** What it says, in the words of its author. */
  human: z.string(),
  expression: z.string(),
});

const bindingRules = z.object({
  /** Canonical URL of the value set; its version is left out. */
  valueSet: z.string(),
  strength: z.enum(['required', 'extensible']),
  /** A concept may do without a code: the set is the most (maxValueSet) of a binding that is only preferred. */
  allowsText: z.literal(true).optional(),
});

const discriminatorRules = z.object({
  type: z.enum(['value', 'pattern', 'exists', 'type', 'profile']),
  path: z.string(),
});

const slicingRules = z.object({
  discriminators: z.array(discriminatorRules),
  rules: z.enum(['open', 'closed', 'openAtEnd']),
  ordered: z.boolean(),
});

/** FHIR R4, ElementDefinition. What is absent demands nothing. */
export const elementRules = z.object({
  /** The last part of its path; of a choice without `[x]`. */
  name: z.string(),
  /** Path in the definition that it comes from (`HumanName.family`): what contexts of extensions speak of. */
  basePath: z.string(),
  min: z.number(),
  /** Null: any number. */
  max: z.number().nullable(),
  /** In JSON it is a list, whatever a profile narrows it to. */
  isList: z.literal(true).optional(),
  isChoice: z.literal(true).optional(),
  types: z.array(typeRules),
  /** Of an element without types of its own (Questionnaire.item.item): the path of the one whose content it has. */
  contentOf: z.string().optional(),
  fixed: z.unknown().optional(),
  pattern: z.unknown().optional(),
  maxLength: z.number().optional(),
  /** Inclusive bounds of a primitive. */
  minValue: z.union([z.string(), z.number()]).optional(),
  maxValue: z.union([z.string(), z.number()]).optional(),
  binding: bindingRules.optional(),
  invariants: z.array(invariantRules).optional(),
  slicing: slicingRules.optional(),
  /** Of a slice. */
  sliceName: z.string().optional(),
  get slices() {
    return z.array(elementRules).optional();
  },
  get children() {
    return z.array(elementRules).optional();
  },
});

const extensionContext = z.object({ type: z.enum(['element', 'extension', 'fhirpath']), expression: z.string() });

export const structureRules = z.object({
  url: z.string(),
  version: z.string().optional(),
  /** The resource or data type that it is about. */
  type: z.string(),
  kind: z.enum(['primitive-type', 'complex-type', 'resource', 'logical']),
  isAbstract: z.literal(true).optional(),
  /** It narrows its type, rather than defining it. */
  isProfile: z.literal(true).optional(),
  /** Canonical URLs of profiles that whatever conforms to this one is said to conform to (extension compliesWithProfile). */
  compliesWith: z.array(z.string()).optional(),
  /** Of an extension: where it may stand. */
  contexts: z.array(extensionContext).optional(),
  root: elementRules,
});

export type TypeRules = z.infer<typeof typeRules>;
export type InvariantRules = z.infer<typeof invariantRules>;
export type BindingRules = z.infer<typeof bindingRules>;
export type DiscriminatorRules = z.infer<typeof discriminatorRules>;
export type ExtensionContext = z.infer<typeof extensionContext>;
export type ElementRules = z.infer<typeof elementRules>;
export type StructureRules = z.infer<typeof structureRules>;

/** Canonical base of what FHIR itself defines. */
export const FHIR = 'http://hl7.org/fhir/StructureDefinition/';

/** A canonical URL without its version (`|6.1.0`). */
export function unversioned(canonical: string): string {
  const bar = canonical.indexOf('|');
  return bar < 0 ? canonical : canonical.slice(0, bar);
}
