import { z } from 'zod';
import type { CompiledResource } from './sushi.ts';

interface Concept {
  readonly code: string;
  readonly display?: string | undefined;
  readonly concept?: readonly Concept[] | undefined;
}
const conceptSchema: z.ZodType<Concept> = z.object({
  code: z.string(),
  display: z.string().optional(),
  concept: z.lazy(() => z.array(conceptSchema)).optional(),
});
const codeSystemSchema = z.object({ url: z.string(), concept: z.array(conceptSchema) });

const partSchema = z.strictObject({
  system: z.string(),
  version: z.string().optional(),
  concept: z.array(z.strictObject({ code: z.string(), display: z.string().optional() })).optional(),
  filter: z
    .array(z.strictObject({ property: z.literal('concept'), op: z.literal('is-a'), value: z.string() }))
    .length(1)
    .optional(),
});
const valueSetSchema = z.object({
  url: z.string(),
  compose: z.strictObject({ include: z.array(partSchema), exclude: z.array(partSchema).optional() }),
});

type Part = z.infer<typeof partSchema>;
interface Contained {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

/** Expands value sets over code systems of ours; of other systems it takes only codes that are listed one by one. */
export class Expander {
  readonly #systems: ReadonlyMap<string, readonly Concept[]>;
  readonly #timestamp: string;

  /** `timestamp`: what an expansion says when it was made; the guide's own date, so that the same sources give the same bytes. */
  constructor(codeSystems: readonly CompiledResource[], timestamp: string) {
    const parsed = codeSystems.map((one) => codeSystemSchema.parse(one));
    this.#systems = new Map(parsed.map(({ url, concept }) => [url, concept]));
    this.#timestamp = timestamp;
  }

  /** The value set with its expansion. Throws at what cannot be expanded: another system as a whole, a filter other than is-a. */
  expanded(valueSet: CompiledResource): CompiledResource {
    const { url, compose } = valueSetSchema.parse(valueSet);
    const excluded = new Set((compose.exclude ?? []).flatMap((part) => this.#codesOf(url, part)).map(keyOf));
    const included = compose.include.flatMap((part) => this.#codesOf(url, part));
    const contains = [...new Map(included.map((one) => [keyOf(one), one])).values()].filter(
      (one) => !excluded.has(keyOf(one)),
    );
    return { ...valueSet, expansion: { timestamp: this.#timestamp, total: contains.length, contains } };
  }

  #codesOf(valueSet: string, { system, concept, filter }: Part): Contained[] {
    const concepts = this.#systems.get(system);
    if (concept !== undefined) {
      const known = new Map(flat(concepts ?? []).map((one) => [one.code, one]));
      return concept.map(({ code, display }) => {
        if (concepts !== undefined && !known.has(code))
          throw new Error(`${valueSet}: ${code} is no code of ${system}; correct it, or add it to the code system`);
        return contained(system, { code, display: display ?? known.get(code)?.display });
      });
    }
    if (concepts === undefined)
      throw new Error(`${valueSet}: ${system} is not ours to expand; list the codes that are meant`);
    return withinFilter(concepts, filter?.[0]?.value).map((one) => contained(system, one));
  }
}

const keyOf = ({ system, code }: Contained): string => `${system}|${code}`;
const contained = (system: string, { code, display }: Concept): Contained => ({
  system,
  code,
  ...(display !== undefined && { display }),
});

/** URL of a code system, and all its codes with their names, parents before children. */
export function codesOf(codeSystem: CompiledResource): { url: string; codes: Record<string, string> } {
  const { url, concept } = codeSystemSchema.parse(codeSystem);
  return { url, codes: Object.fromEntries(flat(concept).map(({ code, display }) => [code, display ?? code])) };
}

function flat(concepts: readonly Concept[]): Concept[] {
  return concepts.flatMap((one) => [one, ...flat(one.concept ?? [])]);
}

/** The concept of this code and all below it; all where no code is asked for. */
function withinFilter(concepts: readonly Concept[], root: string | undefined): Concept[] {
  const all = flat(concepts);
  return root === undefined ? all : all.filter(({ code }) => code === root).flatMap((one) => flat([one]));
}
