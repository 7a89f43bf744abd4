import { z } from 'zod';
import { ViewError } from './error.ts';

/** A name that every database takes as a table or column name (SQL on FHIR v2, invariant sql-name). */
const sqlName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'must be letters, digits and underscores, and start with a letter');
const path = z.string().min(1);
const tag = z.looseObject({ name: z.string(), value: z.string() });

const columnSchema = z.strictObject({
  name: sqlName,
  path,
  /** A FHIR type, by name or as the URL of its StructureDefinition. */
  type: z.string().optional(),
  collection: z.boolean().optional(),
  description: z.string().optional(),
  tag: z.array(tag).optional(),
  id: z.string().optional(),
  extension: z.array(z.unknown()).optional(),
});

// Strict, so that a misspelt `forEach` is an error and not a view with other rows.
const selectSchema = z.strictObject({
  column: z.array(columnSchema).optional(),
  forEach: path.optional(),
  forEachOrNull: path.optional(),
  repeat: z.array(path).min(1).optional(),
  get select(): z.ZodOptional<z.ZodArray<typeof selectSchema>> {
    return z.array(selectSchema).optional();
  },
  get unionAll(): z.ZodOptional<z.ZodArray<typeof selectSchema>> {
    return z.array(selectSchema).min(1).optional();
  },
  id: z.string().optional(),
  extension: z.array(z.unknown()).optional(),
});

const text = z.string().optional();
const integer = z.int().optional();
const constantSchema = z.strictObject({
  name: sqlName,
  valueBase64Binary: text,
  valueBoolean: z.boolean().optional(),
  valueCanonical: text,
  valueCode: text,
  valueDate: text,
  valueDateTime: text,
  valueDecimal: z.number().optional(),
  valueId: text,
  valueInstant: text,
  valueInteger: integer,
  valueInteger64: z.union([z.int(), z.string().regex(/^-?[0-9]{1,18}$/)]).optional(),
  valueOid: text,
  valuePositiveInt: integer,
  valueString: text,
  valueTime: text,
  valueUnsignedInt: integer,
  valueUri: text,
  valueUrl: text,
  valueUuid: text,
  id: z.string().optional(),
  extension: z.array(z.unknown()).optional(),
});

const viewSchema = z.looseObject({
  resourceType: z.literal('ViewDefinition').optional(),
  name: sqlName.optional(),
  url: z.string().optional(),
  status: z.string().optional(),
  resource: z.string().min(1),
  constant: z.array(constantSchema).optional(),
  select: z.array(selectSchema).min(1),
  where: z.array(z.strictObject({ path, description: z.string().optional(), id: z.string().optional() })).optional(),
});

export type ViewDefinition = z.infer<typeof viewSchema>;
export type Select = z.infer<typeof selectSchema>;
export type Column = z.infer<typeof columnSchema>;
export type Constant = z.infer<typeof constantSchema>;

/**
 * Checks the structure of a ViewDefinition (SQL on FHIR v2.1); its paths are looked at by `compileView`.
 * Throws ViewError for the first element that is wrong.
 */
export function parseViewDefinition(json: unknown): ViewDefinition {
  const result = viewSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ViewError(elementName(issue?.path ?? []), issue?.message ?? 'is not a ViewDefinition');
  }
  result.data.select.forEach((select, index) => {
    checkIteration(select, `select[${index}]`);
  });
  return result.data;
}

/** Invariant sql-expressions: a select iterates in one way at most. */
function checkIteration(select: Select, element: string): void {
  const ways = [select.forEach, select.forEachOrNull, select.repeat].filter((way) => way !== undefined);
  if (ways.length > 1) throw new ViewError(element, 'can have only one of forEach, forEachOrNull and repeat');
  select.select?.forEach((child, index) => {
    checkIteration(child, `${element}.select[${index}]`);
  });
  select.unionAll?.forEach((child, index) => {
    checkIteration(child, `${element}.unionAll[${index}]`);
  });
}

function elementName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>((prefix, key) => {
    if (typeof key === 'number') return `${prefix}[${key}]`;
    return prefix === '' ? String(key) : `${prefix}.${String(key)}`;
  }, '');
  return name === '' ? 'ViewDefinition' : name;
}
