/** What `peerbridge readiness --json` says, and ways to look at it. */
import { expect } from 'vitest';
import { z } from 'zod';
import { peerbridge } from './command.ts';

const elementSchema = z.looseObject({
  place: z.string(),
  records: z.number(),
  there: z.number(),
  missing: z.number(),
  notUnderstood: z.number(),
  missingPercent: z.number().nullable(),
  memberDays: z.number(),
});
const readinessSchema = z.looseObject({
  period: z.strictObject({
    from: z.string().nullable(),
    to: z.string().nullable(),
    asOf: z.string().nullable(),
    basis: z.string(),
  }),
  resources: z.array(
    z.looseObject({ type: z.string(), hasFile: z.boolean(), complete: z.boolean().nullable(), read: z.number() }),
  ),
  specifications: z.array(
    z.looseObject({
      id: z.string(),
      clauses: z.record(z.string(), z.number()),
      automated: z.array(
        z.looseObject({
          id: z.string(),
          decidable: z.string(),
          through: z.array(z.string()),
          because: z.array(z.looseObject({ kind: z.string(), of: z.array(z.string()), place: z.string().nullable() })),
        }),
      ),
      elements: z.array(elementSchema),
      memberDays: z.record(z.string(), z.number()),
    }),
  ),
  nothingToJudge: z.array(z.string()),
  toDo: z.array(
    z.looseObject({
      reason: z.string(),
      memberDays: z.number(),
      members: z.number(),
      wouldBeDecidedBy: z.string(),
      incomplete: z.array(z.string()),
      elements: z.array(z.looseObject({ specification: z.string(), place: z.string(), memberDays: z.number() })),
    }),
  ),
  issues: z.looseObject({ error: z.number() }),
});
export type Readiness = z.infer<typeof readinessSchema>;

export async function readinessOf(source: string, more: readonly string[], due = 0): Promise<Readiness> {
  const { code, stdout, stderr } = await peerbridge(['readiness', source, ...more, '--json']);
  expect([code, stderr]).toEqual([due, '']);
  return readinessSchema.parse(JSON.parse(stdout));
}

export function specificationOf(readiness: Readiness, id: string): Readiness['specifications'][number] {
  const found = readiness.specifications.find((one) => one.id === id);
  if (found === undefined) throw new TypeError(`no ${id}`);
  return found;
}

export function decidable(readiness: Readiness, id: string): Record<string, string> {
  return Object.fromEntries(specificationOf(readiness, id).automated.map((clause) => [clause.id, clause.decidable]));
}

export function because(readiness: Readiness, id: string, clause: string): string[] {
  const found = specificationOf(readiness, id).automated.find((one) => one.id === clause);
  return (found?.because ?? []).map(({ kind, of, place }) => `${kind} ${place ?? of.join(' ')}`);
}

/** there, missing, not understood; days. */
export function element(readiness: Readiness, id: string, place: string): readonly (number | undefined)[] {
  const found = specificationOf(readiness, id).elements.find((one) => one.place === place);
  return [found?.there, found?.missing, found?.notUnderstood, found?.memberDays];
}

export function costs(readiness: Readiness): (string | number)[][] {
  return readiness.toDo.map(({ reason, memberDays, members }) => [reason, memberDays, members]);
}
