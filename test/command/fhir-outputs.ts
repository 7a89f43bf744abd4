/** What a check wrote as FHIR, read back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { linesOf } from './command.ts';

const codes = z.object({ coding: z.array(z.object({ code: z.string() })) });
const reference = z.object({ reference: z.string() });
const populations = z.array(z.object({ code: codes, count: z.number() }));
export const reportSchema = z.looseObject({
  id: z.string(),
  type: z.enum(['individual', 'summary']),
  measure: z.string(),
  subject: reference.optional(),
  reporter: reference.optional(),
  group: z.array(
    z.looseObject({
      code: codes.optional(),
      population: populations,
      stratifier: z
        .array(
          z.object({
            code: z.array(z.object({ text: z.string() })),
            stratum: z.array(z.object({ value: z.object({ text: z.string() }), population: populations })),
          }),
        )
        .default([]),
    }),
  ),
  evaluatedResource: z.array(reference).default([]),
});
export const issueSchema = z.looseObject({
  id: z.string(),
  code: codes,
  patient: reference.optional(),
  identifiedPeriod: z.object({ start: z.string(), end: z.string() }),
  implicated: z.array(reference).default([]),
  evidence: z.array(z.object({ code: z.array(codes), detail: z.array(reference).default([]) })),
});
export const taskSchema = z.looseObject({
  id: z.string(),
  code: codes,
  description: z.string(),
  focus: reference.optional(),
  for: reference,
  owner: reference.optional(),
  restriction: z.object({ period: z.object({ end: z.string() }) }),
});
export type Report = z.infer<typeof reportSchema>;
type Concept = z.infer<typeof codes>;

export function resourcesIn<T>(out: string, name: string, schema: z.ZodType<T>): T[] {
  return linesOf(readFileSync(join(out, `${name}.ndjson`), 'utf8')).map((line) => schema.parse(JSON.parse(line)));
}

export function codeOf({ coding }: Concept): string {
  return coding.map(({ code }) => code).join(' ');
}

/** `outcome days` of each population with days. */
export function days(all: z.infer<typeof populations>): string[] {
  return all.filter(({ count }) => count > 0).map(({ code, count }) => `${codeOf(code)} ${count}`);
}

export function daysOf({ group }: Report, clause: string): string[] {
  return group
    .filter(({ code }) => code !== undefined && codeOf(code) === clause)
    .flatMap((one) => days(one.population));
}
