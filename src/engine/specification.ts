import { z } from 'zod';
import { KnowledgeError } from '../errors.ts';
import { readKnowledge } from '../knowledge-file.ts';
import type { KnowledgeFile } from '../knowledge-file.ts';
import type { InForce } from './editions.ts';

const date = z.iso.date('should be a date that exists, YYYY-MM-DD');
const parameters = z.record(z.string(), z.unknown());

const headSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'should be lower-case letters, digits and hyphens'),
  title: z.string(),
  payer: z.string(),
  payers: z.array(z.string()),
  services: z.array(z.string()).min(1),
  /** The first day on which it is applied; of editions of one contract, the day from which this one holds. */
  from: date,
  /** The last day on which it holds, where it has ended. */
  until: date.optional(),
  /** The name of the contract of which this is one edition; dates choose among its editions (editions.ts). */
  'edition-of': z
    .string()
    .regex(/^[a-z0-9-]+$/, 'should be lower-case letters, digits and hyphens')
    .optional(),
  document: z.string(),
  /** Section code of clause ids → its title in the document, and the file of its clauses. */
  sections: z.record(
    z.string(),
    z.strictObject({
      title: z.string(),
      file: z
        .string()
        .regex(/^(clauses\/)?[a-z0-9-]+\.yaml$/, 'should be a file of clauses/, such as clauses/purpose.yaml'),
    }),
  ),
});

const alternative = z.strictObject({
  means: z.string(),
  /** Clause → parameters of its rule. */
  with: z.record(z.string(), parameters).optional(),
  /** Name → value; they act in evidence, before rules. */
  settings: z.record(z.string(), z.string()).optional(),
});

const parameterSchema = z.strictObject({
  ambiguity: z.string().regex(/^A\d{2}$/),
  question: z.string(),
  type: z.enum(['text', 'integer', 'list']).optional(),
  /** Of a list or text that may be given freely: the regular expression that each item must match as a whole. */
  items: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
  from: date,
  cites: z.string(),
  because: z.string(),
  sensitive: z.literal(true).optional(),
  later: z.literal(true).optional(),
  /** Where any value may be given: the name by which evidence knows it, … */
  setting: z.string().optional(),
  /** … or the clauses, and the parameter of their rule, that take it. */
  applies: z.record(z.string(), z.string()).optional(),
  values: z.record(z.string(), alternative).optional(),
});

const clauseSchema = z.strictObject({
  says: z.string(),
  cites: z.string(),
  rule: z.string().optional(),
  with: parameters.optional(),
  /** Kleene's AND, OR of other clauses on each day. */
  'all-of': z.array(z.string()).min(1).optional(),
  'any-of': z.array(z.string()).min(1).optional(),
  /** AND over all subjects of one other clause, or of several, for each provider or member of `over`. */
  each: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** Whom a combination judges: a relation of evidence/subjects. Default: whom its first clause judges. */
  over: z.string().optional(),
  /** It applies where that clause is satisfied; where that is open, so is this one. */
  when: z.string().optional(),
  /** A finding that is advice: it never counts as a failure. */
  advisory: z.literal(true).optional(),
  gates: z.literal('case-rate').optional(),
  'part-of': z.string().optional(),
  'not-automated': z
    .string()
    .regex(
      /^(principle|not-in-FHIR|outside-these-documents|later): .+/s,
      'should be principle, not-in-FHIR, outside-these-documents or later, a colon, and a sentence',
    )
    .optional(),
});

export type Parameter = z.infer<typeof parameterSchema>;
export type Alternative = z.infer<typeof alternative>;
export interface Clause extends z.infer<typeof clauseSchema> {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}
export interface Specification extends z.infer<typeof headSchema> {
  readonly folder: URL;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly parameterFile: KnowledgeFile<Record<string, Parameter>>;
  /** In the order of the document. */
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Clauses whose AND is the daily case rate, in the order in which the first to fail gives the reason; empty: it has none. */
  readonly gates: readonly Clause[];
  /** Days on which it holds, among all specifications that are loaded with it. */
  readonly inForce: InForce;
}

/** One specification's folder. Throws KnowledgeError. */
export async function readSpecification(folder: URL): Promise<Specification> {
  const head = await readKnowledge(new URL('specification.yaml', folder), headSchema);
  const parameterFile = await readKnowledge(new URL('parameters.yaml', folder), z.record(z.string(), parameterSchema));
  const clauses = await readClauses(folder, [...new Set(Object.values(head.value.sections).map(({ file }) => file))]);
  const specification = {
    ...head.value,
    folder,
    parameterFile,
    parameters: new Map(Object.entries(parameterFile.value)),
    clauses,
  };
  checkEffects(specification);
  return { ...specification, gates: gatesOf(clauses), inForce: { first: null, last: null } };
}

async function readClauses(folder: URL, files: readonly string[]): Promise<Map<string, Clause>> {
  const clauses = new Map<string, Clause>();
  for (const name of files) {
    const { file, value, lineOf } = await readKnowledge(
      new URL(name.includes('/') ? name : `clauses/${name}`, folder),
      z.record(z.string(), clauseSchema),
    );
    for (const [id, clause] of Object.entries(value)) {
      const line = lineOf([id]);
      const ways = WAYS.filter((way) => clause[way] !== undefined);
      if (ways.length !== 1)
        throw new KnowledgeError(
          file,
          line,
          `${id} needs one of ${WAYS.join(', ')}; it has ${ways.join(' and ') || 'none'}`,
        );
      if (clauses.has(id)) throw new KnowledgeError(file, line, `${id} is here twice`);
      clauses.set(id, { ...clause, id, file, line });
    }
  }
  for (const clause of clauses.values()) checkNamed(clause, clauses);
  return clauses;
}

/** The ways in which a clause can be decided. */
const WAYS = ['rule', 'all-of', 'any-of', 'each', 'part-of', 'not-automated'] as const;

/** Clauses that a combination is made of, in its order; none of what is no combination. */
export function partsOf(clause: Clause): readonly string[] {
  const { each } = clause;
  return clause['all-of'] ?? clause['any-of'] ?? (typeof each === 'string' ? [each] : (each ?? []));
}

function checkNamed(clause: Clause, clauses: ReadonlyMap<string, Clause>): void {
  const wrong = (message: string): never => {
    throw new KnowledgeError(clause.file, clause.line, `${clause.id} ${message}`);
  };
  for (const other of [...partsOf(clause), clause['part-of'], clause.when]) {
    if (other === undefined) continue;
    const named = clauses.get(other) ?? wrong(`names ${other}, which is no clause of this specification`);
    if (other !== clause['part-of'] && (named['not-automated'] !== undefined || named['part-of'] !== undefined))
      wrong(`rests on ${other}, which is not judged by itself`);
  }
  if (clause.each !== undefined && clause.over === undefined)
    wrong('rolls up another clause, and needs over: the relation of subjects that it is rolled up to');
  if (clause.over !== undefined && partsOf(clause).length === 0)
    wrong('binds a rule, which says itself whom it is over');
}

function checkEffects({
  parameters,
  parameterFile,
  clauses,
}: Pick<Specification, 'parameters' | 'parameterFile' | 'clauses'>): void {
  const wrong = (path: string[], message: string): never => {
    throw new KnowledgeError(parameterFile.file, parameterFile.lineOf(path), `${path.join('.')}: ${message}`);
  };
  const mustBind = (path: string[], clause: string): void => {
    if (clauses.get(clause)?.rule === undefined) wrong([...path, clause], 'is no clause that binds a rule');
  };
  for (const [name, parameter] of parameters) {
    const isFree = parameter.type !== undefined || parameter.default === null;
    if (!isFree && parameter.values?.[String(parameter.default)] === undefined)
      wrong([name, 'default'], `${String(parameter.default)} is not among values`);
    for (const clause of Object.keys(parameter.applies ?? {})) mustBind([name, 'applies'], clause);
    for (const [value, effect] of Object.entries(parameter.values ?? {}))
      for (const clause of Object.keys(effect.with ?? {})) mustBind([name, 'values', value, 'with'], clause);
  }
}

function gatesOf(clauses: ReadonlyMap<string, Clause>): Clause[] {
  const roots = [...clauses.values()].filter((clause) => clause.gates === 'case-rate');
  const [root, second] = roots;
  if (root === undefined) return [];
  if (second !== undefined)
    throw new KnowledgeError(second.file, second.line, `${second.id} gates the case rate, and so does ${root.id}`);
  return (root['all-of'] ?? [root.id]).map((id) => {
    const gate = clauses.get(id);
    if (gate?.rule === undefined)
      throw new KnowledgeError(root.file, root.line, `${root.id} combines ${id}, which binds no rule`);
    return gate;
  });
}
