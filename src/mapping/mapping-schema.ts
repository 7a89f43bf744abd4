import { z } from 'zod';

/** A value of YAML that stands for the text of a cell. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(z.string().min(1));
const texts = z.array(text).min(1);

/** An object of these keys; another key is told which there are. */
function only<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `is not known; there are: ${Object.keys(shape).join(', ')}` : undefined,
  });
}

const columnSchema = only({
  to: z.string().optional(),
  in: z.string().optional(),
  codes: z.string().optional(),
  required: z.boolean().optional(),
  formats: z.array(z.string()).min(1).optional(),
  true: texts.optional(),
  false: texts.optional(),
  constant: text.optional(),
  choose: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  from: z
    .union([z.string(), z.array(z.string()).min(1)])
    .transform((names) => [names].flat())
    .optional(),
  case: z.literal('matters').optional(),
});

const extractSchema = only({
  row: z.string(),
  file: z.string().min(1).optional(),
  each: only({ columns: z.string(), month: z.string() }).optional(),
  columns: z.record(z.string(), columnSchema),
});

/** `mapping.yaml` as it is written. What its names refer to is checked in `readMapping`. */
export const mappingSchema = only({
  mapping: z.string(),
  title: z.string(),
  'time-zone': z.string(),
  'list-separator': z.string().min(1),
  booleans: only({ true: texts, false: texts }),
  'plain-keys': z.array(z.string()).default([]),
  'not-extracts': z.array(z.string()).default([]),
  extracts: z.record(z.string(), extractSchema),
});

export type WrittenMapping = z.infer<typeof mappingSchema>;
export type WrittenExtract = z.infer<typeof extractSchema>;
export type WrittenColumn = z.infer<typeof columnSchema>;
