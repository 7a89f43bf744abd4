/** What is read of a StructureDefinition (FHIR R4), parsed where it comes in. */
import { z } from 'zod';

const coded = z.object({ url: z.string() }).loose();

const elementDefinition = z
  .object({
    id: z.string().optional(),
    path: z.string(),
    sliceName: z.string().optional(),
    min: z.number().optional(),
    max: z.string().optional(),
    base: z.object({ path: z.string(), max: z.string() }).optional(),
    contentReference: z.string().optional(),
    type: z
      .array(
        z.object({
          code: z.string(),
          profile: z.array(z.string()).optional(),
          targetProfile: z.array(z.string()).optional(),
          extension: z.array(coded.extend({ valueUrl: z.string().optional() })).optional(),
        }),
      )
      .optional(),
    maxLength: z.number().optional(),
    slicing: z
      .object({
        discriminator: z
          .array(z.object({ type: z.enum(['value', 'pattern', 'exists', 'type', 'profile']), path: z.string() }))
          .optional(),
        rules: z.enum(['open', 'closed', 'openAtEnd']).optional(),
        ordered: z.boolean().optional(),
      })
      .optional(),
    binding: z
      .object({
        strength: z.string(),
        valueSet: z.string().optional(),
        extension: z.array(coded.extend({ valueCanonical: z.string().optional() })).optional(),
      })
      .optional(),
    constraint: z
      .array(
        z.object({
          key: z.string(),
          severity: z.enum(['error', 'warning']),
          human: z.string(),
          expression: z.string().optional(),
          extension: z.array(coded).optional(),
        }),
      )
      .optional(),
  })
  // fixed[x], pattern[x], minValue[x] and maxValue[x] are looked for by the beginning of their names
  .loose();

export const structureDefinition = z.object({
  resourceType: z.literal('StructureDefinition'),
  url: z.string(),
  version: z.string().optional(),
  kind: z.enum(['primitive-type', 'complex-type', 'resource', 'logical']),
  abstract: z.boolean(),
  type: z.string(),
  derivation: z.enum(['specialization', 'constraint']).optional(),
  extension: z
    .array(coded.extend({ valueCanonical: z.string().optional(), valueUri: z.string().optional() }))
    .optional(),
  context: z.array(z.object({ type: z.enum(['element', 'extension', 'fhirpath']), expression: z.string() })).optional(),
  snapshot: z.object({ element: z.array(elementDefinition) }).optional(),
});

export type ElementDefinition = z.infer<typeof elementDefinition>;
export type StructureDefinition = z.infer<typeof structureDefinition>;
