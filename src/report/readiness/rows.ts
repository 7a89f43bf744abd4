import { z } from 'zod';

export const horizonRow = z.object({ basis: z.enum(['contacts', 'episodes']), last_date: z.string().nullable() });
export const countRow = z.object({
  specification: z.string(),
  place: z.string(),
  there: z.number(),
  missing: z.number(),
  not_understood: z.number(),
});
export const costRow = z.object({
  specification: z.string(),
  reason: z.string(),
  place: z.string(),
  member_days: z.number(),
});
export const serviceRecordRow = z.object({
  specification: z.string(),
  resource_type: z.string(),
  resources: z.number(),
});

/** What the data says of what rules need. */
export interface Facts {
  readonly counts: readonly z.infer<typeof countRow>[];
  readonly costs: readonly z.infer<typeof costRow>[];
  readonly records: readonly z.infer<typeof serviceRecordRow>[];
}
