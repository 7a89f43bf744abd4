import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const elementSchema = z.looseObject({
  id: z.string(),
  path: z.string(),
  min: z.int().optional(),
  max: z.string().optional(),
  short: z.string().optional(),
  comment: z.string().optional(),
  mustSupport: z.boolean().optional(),
  base: z.object({ min: z.int(), max: z.string() }).optional(),
  binding: z.object({ strength: z.string(), valueSet: z.string().optional() }).optional(),
  constraint: z.array(z.object({ key: z.string(), human: z.string() })).optional(),
  type: z.array(z.object({ code: z.string(), targetProfile: z.array(z.string()).optional() })).optional(),
  mapping: z.array(z.object({ identity: z.string(), map: z.string() })).optional(),
});
export type Element = z.infer<typeof elementSchema>;

const structureSchema = z.object({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  description: z.string(),
  type: z.string(),
  baseDefinition: z.string(),
  context: z.array(z.object({ expression: z.string() })).optional(),
  extension: z.array(z.looseObject({ url: z.string(), valueCanonical: z.string().optional() })).optional(),
  snapshot: z.object({ element: z.array(elementSchema) }),
  differential: z.object({ element: z.array(elementSchema) }),
});
export type Structure = z.infer<typeof structureSchema>;

interface Concept {
  readonly code: string;
  readonly display?: string | undefined;
  readonly definition?: string | undefined;
  readonly concept?: readonly Concept[] | undefined;
}
const conceptSchema: z.ZodType<Concept> = z.object({
  code: z.string(),
  display: z.string().optional(),
  definition: z.string().optional(),
  concept: z.lazy(() => z.array(conceptSchema)).optional(),
});
const titled = { id: z.string(), url: z.string(), title: z.string(), description: z.string() };
const codeSystemSchema = z.object({ ...titled, concept: z.array(conceptSchema) });
const valueSetSchema = z.object({
  ...titled,
  expansion: z.object({
    contains: z.array(z.object({ system: z.string(), code: z.string(), display: z.string().optional() })),
  }),
});
const guideSchema = z.object({
  title: z.string(),
  description: z.string(),
  version: z.string(),
  definition: z.object({
    resource: z.array(
      z.object({
        reference: z.object({ reference: z.string() }),
        name: z.string(),
        description: z.string(),
        exampleBoolean: z.boolean(),
      }),
    ),
  }),
});
const exampleSchema = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  meta: z.object({ profile: z.array(z.string()) }),
});
const typeSchema = z.object({ resourceType: z.string(), type: z.unknown().optional() });

export interface Example {
  readonly reference: string;
  readonly name: string;
  readonly description: string;
  readonly profile: string;
  readonly json: string;
}

/** What the built package holds, as the pages tell it. */
export interface GuideContents {
  readonly guide: z.infer<typeof guideSchema>;
  readonly profiles: readonly Structure[];
  readonly extensions: readonly Structure[];
  readonly codeSystems: readonly z.infer<typeof codeSystemSchema>[];
  readonly valueSets: readonly z.infer<typeof valueSetSchema>[];
  /** In the order of the story. */
  readonly examples: readonly Example[];
}

/** Reads the folder that `npm run build:profiles` leaves. */
export async function readContents(folder: string): Promise<GuideContents> {
  const files = (await readdir(folder)).filter((name) => /^[A-Z].*\.json$/.test(name)).sort();
  const all = await Promise.all(files.map(async (name) => json(join(folder, name))));
  const kind = (one: unknown): string => {
    const { resourceType, type } = typeSchema.parse(one);
    return resourceType === 'StructureDefinition' && type === 'Extension' ? 'Extension' : resourceType;
  };
  const of = <T>(name: string, schema: z.ZodType<T>): T[] =>
    all.filter((one) => kind(one) === name).map((one) => schema.parse(one));
  const guide = guideSchema.parse(all.find((one) => kind(one) === 'ImplementationGuide'));
  const told = guide.definition.resource.filter(({ exampleBoolean }) => exampleBoolean);
  return {
    guide,
    profiles: of('StructureDefinition', structureSchema),
    extensions: of('Extension', structureSchema),
    codeSystems: of('CodeSystem', codeSystemSchema),
    valueSets: of('ValueSet', valueSetSchema),
    examples: await Promise.all(
      told.map(async ({ reference: { reference }, name, description }) => {
        const resource = exampleSchema.parse(
          await json(join(folder, 'example', `${reference.replace('/', '-')}.json`)),
        );
        const profile = resource.meta.profile[0] ?? '';
        return { reference, name, description, profile, json: JSON.stringify(resource, null, 2) };
      }),
    ),
  };
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Clauses that an element is for, as its mapping names them. */
export function clausesOf({ mapping }: Element): string[] {
  return (mapping ?? []).flatMap(({ identity, map }) => (identity === 'clauses' ? map.split(', ') : []));
}
