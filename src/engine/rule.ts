import { z } from 'zod';
import { isResourceType } from '../definitions/elements.ts';
import { KnowledgeError } from '../errors.ts';
import type { Cell, ColumnType } from '../sql/runner.ts';
import { readKnowledge } from '../knowledge-file.ts';
import { readSqlText } from './sql-text.ts';
import type { SqlText } from './sql-text.ts';

export const OUTCOMES = ['not-satisfied', 'insufficient-data', 'satisfied', 'not-applicable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const asked = z.strictObject({
  /** `clause`: the id of a clause of the same specification, whose verdicts the rule reads. */
  type: z.enum(['integer', 'text', 'boolean', 'list', 'clause']),
  means: z.string(),
  /** May be left out, or null: the clause sets no such limit. */
  optional: z.literal(true).optional(),
  unit: z.string().optional(),
  /** Least value of an integer. */
  least: z.int().optional(),
  of: z.string().optional(),
  /** What a text, or each item of a list, may be. */
  'one-of': z.array(z.string()).optional(),
});

const resourceType = z
  .string()
  .refine(isResourceType, { error: ({ input }) => `${String(input)} is no resource type of R4` });

const needSchema = z.strictObject({
  /** Resource types: any of them serves. With a place: of which its counts are. */
  of: z.array(resourceType).min(1),
  /** In words, without a full stop. */
  what: z.string(),
  /** Where it stands, like FHIRPath; several, any of which serves, are separated by ` | `. None: the resource itself. */
  place: z
    .string()
    .refine((place) => isResourceType(/^[A-Za-z]+/.exec(place)?.[0] ?? ''), 'should begin with a resource type of R4')
    .optional(),
  /** Whether nothing at all can be decided where it is in no resource. */
  essential: z.boolean().default(false),
  /** What its absence costs. A sentence. */
  without: z.string(),
});

const ruleSchema = z.strictObject({
  rule: z.string(),
  title: z.string(),
  subject: z.string(),
  /** Whom its claims name. `subject`: a subject of `over`, as findings/README.md says; the others hold for each episode of these. */
  claims: z.enum(['subject', 'member-provider', 'provider', 'episode']),
  /** The relation of evidence/subjects whose subjects and days it judges. */
  over: z.string().default('enrolled_member'),
  /** What a clause that binds the rule must say: columns of `binding`, beside clause, reading, variant and service. */
  asks: z.record(z.string(), asked),
  /** The outcome that wins where claims overlap: one proof is enough, or one violation spoils. */
  wins: z.enum(['satisfied', 'not-satisfied']),
  /** Reason of days that no claim covers. */
  otherwise: z.string(),
  /** Resource types that must be known complete for what rests on absence to hold. */
  'absence-needs': z.array(z.string()),
  /** Reason of those days where one of them isn't. Without it nothing rests on absence. */
  incomplete: z.string().optional(),
  /** What the rule reads in the data, so that a new source can be asked whether it has it. */
  needs: z.array(needSchema).min(1),
  /**
   * What must have happened by when: so many days after the referral of the episode, or so many business days after the incident; each
   * names a parameter. `clock`: the parameter that says from which day of the incident, as incident-reported asks it.
   */
  due: z
    .strictObject({
      after: z.enum(['referral', 'incident']),
      clock: z.string().optional(),
      days: z.string().optional(),
      'business-days': z.string().optional(),
    })
    .optional(),
  /** In order: of two that hold on a day with the same outcome, the first is the day's. */
  reasons: z.record(
    z.string(),
    z.strictObject({
      outcome: z.enum(OUTCOMES),
      means: z.string(),
      /** A claim of the outcome that doesn't win, and stands all the same where not everything is known: nothing unseen could undo it. */
      proved: z.literal(true).optional(),
      'decided-by': z.string().optional(),
      do: z.string().optional(),
      /**
       * Whether that can still be done once later days are otherwise: `always`, as a claim can be corrected; `never`, as a day is lost.
       * Default: as long as it stands on the last judged day.
       */
      still: z.enum(['always', 'never']).optional(),
    }),
  ),
});

export type Asked = z.infer<typeof asked>;
export type Need = z.infer<typeof needSchema>;
export interface Rule extends z.infer<typeof ruleSchema> {
  readonly file: string;
  readonly text: SqlText;
}

/** One rule folder. Throws KnowledgeError. */
export async function readRule(folder: URL): Promise<Rule> {
  const { file, value, lineOf } = await readKnowledge(new URL('rule.yaml', folder), ruleSchema);
  const text = await readSqlText(new URL('rule.sql', folder), file.replace(/rule\.yaml$/, 'rule.sql'));
  for (const key of ['otherwise', 'incomplete'] as const) {
    const reason = value[key];
    if (reason !== undefined && value.reasons[reason] === undefined)
      throw new KnowledgeError(file, lineOf([key]), `${key}: ${reason} is not among the reasons`);
  }
  if (value['absence-needs'].length > 0 && value.incomplete === undefined)
    throw new KnowledgeError(
      file,
      lineOf(['absence-needs']),
      'absence-needs: what is the reason where one is incomplete?',
    );
  for (const [reason, { outcome, 'decided-by': decidedBy }] of Object.entries(value.reasons))
    if ((outcome === 'insufficient-data') !== (decidedBy !== undefined))
      throw new KnowledgeError(
        file,
        lineOf(['reasons', reason]),
        `${reason}: insufficient-data, and nothing else, needs decided-by`,
      );
  for (const key of ['clock', 'days', 'business-days'] as const) {
    const parameter = value.due?.[key];
    if (parameter !== undefined && value.asks[parameter] === undefined)
      throw new KnowledgeError(file, lineOf(['due']), `due.${key}: ${parameter} is not among asks`);
  }
  if (text.name !== value.rule) throw new KnowledgeError(text.file, 1, `@name should be ${value.rule}`);
  return { ...value, file, text };
}

/** A parameter's column in `binding`. */
export function columnOf(parameter: string): string {
  return parameter.replaceAll('-', '_');
}

export function columnType(asks: Asked): ColumnType {
  if (asks.type === 'list') return 'text[]';
  return asks.type === 'clause' ? 'text' : asks.type;
}

/** A value for what a rule asks, or why it isn't one. */
export function cellFor(asks: Asked, value: unknown): { cell: Cell } | { fault: string } {
  const items = asks['one-of'];
  if (asks.optional === true && (value === undefined || value === null)) return { cell: null };
  const mayBe = (item: string): boolean => items === undefined || items.includes(item);
  switch (asks.type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= (asks.least ?? -Infinity)
        ? { cell: value }
        : { fault: `a whole number${asks.least === undefined ? '' : ` from ${asks.least}`}` };
    case 'boolean':
      return typeof value === 'boolean' ? { cell: value } : { fault: 'true or false' };
    case 'list':
      return isListOfTexts(value) && value.every(mayBe)
        ? { cell: value }
        : { fault: `a list of ${items === undefined ? 'texts' : items.join(', ')}` };
    case 'clause':
    case 'text':
      return typeof value === 'string' && mayBe(value)
        ? { cell: value }
        : { fault: items === undefined ? 'a text' : `one of ${items.join(', ')}` };
  }
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
