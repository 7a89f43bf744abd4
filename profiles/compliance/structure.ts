import { z } from 'zod';

const bindingSchema = z.object({ strength: z.string(), valueSet: z.string().optional() });
const constraintSchema = z.object({ key: z.string(), severity: z.string(), expression: z.string().optional() });
const typeSchema = z.object({ code: z.string(), targetProfile: z.array(z.string()).optional() });

const elementSchema = z.looseObject({
  id: z.string(),
  path: z.string(),
  min: z.int(),
  max: z.string(),
  base: z.object({ min: z.int(), max: z.string() }).optional(),
  mustSupport: z.boolean().optional(),
  binding: bindingSchema.optional(),
  constraint: z.array(constraintSchema).optional(),
  type: z.array(typeSchema).optional(),
});
export type ProfileElement = z.infer<typeof elementSchema>;

const COMPLIES = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-compliesWithProfile';

const profileSchema = z.object({
  url: z.string(),
  type: z.string(),
  baseDefinition: z.string().optional(),
  extension: z.array(z.looseObject({ url: z.string(), valueCanonical: z.string().optional() })).optional(),
  snapshot: z.object({ element: z.array(elementSchema) }),
});

/** A profile by its snapshot. */
export interface ProfileStructure {
  readonly url: string;
  readonly type: string;
  readonly baseDefinition: string | undefined;
  /** Canonicals, with versions, of the profiles that it says it complies with. */
  readonly compliesWith: readonly string[];
  readonly elements: ReadonlyMap<string, ProfileElement>;
}

/** Throws ZodError where the JSON is no StructureDefinition with a snapshot. */
export function profileStructure(json: unknown): ProfileStructure {
  const { url, type, baseDefinition, extension, snapshot } = profileSchema.parse(json);
  return {
    url,
    type,
    baseDefinition,
    compliesWith: (extension ?? []).flatMap((one) => (one.url === COMPLIES ? (one.valueCanonical ?? []) : [])),
    elements: new Map(snapshot.element.map((element) => [element.id, element])),
  };
}

/** `pattern[x]` or `fixed[x]` of an element: what its value has to be, in part or as a whole. */
export function patternOf(element: ProfileElement): unknown {
  const name = Object.keys(element).find((key) => /^(pattern|fixed)[A-Z]/.test(key));
  return name === undefined ? undefined : element[name];
}
