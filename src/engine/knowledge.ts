import { readFile, readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { KnowledgeError, UsageError } from '../errors.ts';
import type { Cell, InputRelation } from '../sql/runner.ts';
import { compileView, parseViewDefinition, ViewError } from '../sql/views/compile.ts';
import type { CompiledView } from '../sql/views/compile.ts';
import { withDays } from './editions.ts';
import { relation } from './input-relations.ts';
import { readKnowledge, shown } from '../knowledge-file.ts';
import { readRule } from './rule.ts';
import type { Rule } from './rule.ts';
import { readSpecification } from './specification.ts';
import type { Specification } from './specification.ts';
import { readSqlText } from './sql-text.ts';
import type { SqlText } from './sql-text.ts';

const SRC = new URL('../', import.meta.url);

/** What any specification can rely on: facts, kinds of promise, and the overlay that turns claims into verdicts. */
export interface Foundation {
  readonly views: readonly EvidenceView[];
  readonly evidence: readonly SqlText[];
  readonly overlay: readonly SqlText[];
  /** Who is judged on which days: relations of one shape, which rules name under `over`. */
  readonly subjects: readonly SqlText[];
  /** Relation of subjects → the resource types that list them. */
  readonly listedBy: ReadonlyMap<string, readonly string[]>;
  /** What turns claims about any subject into findings. */
  readonly findings: readonly SqlText[];
  readonly rules: ReadonlyMap<string, Rule>;
  /** crosswalk(map, system, code, target): every ConceptMap of `evidence/codes`. */
  readonly crosswalk: InputRelation;
  readonly settings: ReadonlyMap<string, string>;
  /** Reasons of the case rate, in their order. */
  readonly reasonOrder: readonly string[];
  /** Reason of an undecided day → what, if it were known, would decide it: in the words that `means` takes. */
  readonly decidedBy: ReadonlyMap<string, string>;
  /** Reason → what it means. A reason that several rules give means what the first of them says, those of the case rate before others. */
  readonly means: ReadonlyMap<string, string>;
}

export interface EvidenceView {
  readonly view: CompiledView;
  readonly unique: boolean;
  readonly suspect: string | null;
}

const viewsSchema = z.record(z.string(), z.strictObject({ unique: z.boolean(), suspect: z.string().optional() }));
const reasonsSchema = z.strictObject({
  'decided-by': z.record(z.string(), z.string()),
  means: z.record(z.string(), z.string()),
  satisfied: z.array(z.string()),
  'not-satisfied': z.array(z.string()),
  'insufficient-data': z.array(z.string()),
});
const conceptMapSchema = z.object({
  id: z.string(),
  group: z.array(
    z.object({
      source: z.string(),
      element: z.array(z.object({ code: z.string(), target: z.array(z.object({ code: z.string() })) })),
    }),
  ),
});

/** Loads views, evidence, rules and the overlay. Throws KnowledgeError. */
export async function loadFoundation(): Promise<Foundation> {
  const [views, evidence, overlay, subjects, listed, findings, rules, crosswalk, settings, order] = await Promise.all([
    readViews(),
    readTexts('evidence/'),
    readTexts('engine/overlay/'),
    readTexts('evidence/subjects/'),
    readKnowledge(new URL('evidence/subjects.yaml', SRC), z.record(z.string(), z.array(z.string()).min(1))),
    readTexts('engine/findings/'),
    readRules(),
    readCrosswalk(),
    readKnowledge(new URL('evidence/settings.yaml', SRC), z.record(z.string(), z.string())),
    readKnowledge(new URL('rules/reasons.yaml', SRC), reasonsSchema),
  ]);
  const { value } = order;
  for (const { over, file } of rules.values())
    if (!subjects.some(({ name }) => name === over))
      throw new KnowledgeError(file, null, `over: there is no ${over} in evidence/subjects`);
  for (const { name } of subjects)
    if (listed.value[name] === undefined)
      throw new KnowledgeError(listed.file, null, `${name}: which resource types list its subjects?`);
  // of two rules that give a reason of one name, those of the case rate word it, then the first
  const weakestFirst = [...rules.values()].sort((a, b) => Number(isOfRate(b)) - Number(isOfRate(a))).toReversed();
  return {
    views,
    evidence,
    overlay,
    subjects,
    listedBy: new Map(Object.entries(listed.value)),
    findings,
    rules,
    crosswalk,
    settings: new Map(Object.entries(settings.value)),
    means: new Map([...weakestFirst.flatMap(meaningsOf), ...Object.entries(value.means)]),
    decidedBy: new Map([...weakestFirst.flatMap(decidedBy), ...Object.entries(value['decided-by'])]),
    reasonOrder: [...value.satisfied, ...value['not-satisfied'], ...value['insufficient-data']],
  };
}

/** Every specification of the package and of further folders. Throws UsageError for a folder that isn't there, KnowledgeError. */
export async function loadSpecifications(folders: readonly string[]): Promise<Specification[]> {
  const homes = [new URL('specifications/', SRC), ...folders.map((folder) => pathToFileURL(`${folder}/`))];
  const found = (await Promise.all(homes.map(specificationFolders))).flat();
  const specifications = await Promise.all(found.map(readSpecification));
  const seen = new Map<string, Specification>();
  for (const specification of specifications) {
    const other = seen.get(specification.id);
    if (other !== undefined)
      throw new KnowledgeError(
        shown(specification.folder),
        null,
        `there is another specification ${specification.id}, in ${shown(other.folder)}`,
      );
    seen.set(specification.id, specification);
  }
  return withDays([...seen.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
}

/** A folder of specifications, or the folder of one. */
async function specificationFolders(home: URL): Promise<URL[]> {
  try {
    const entries = await readdir(home, { withFileTypes: true });
    if (entries.some(({ name }) => name === 'specification.yaml')) return [home];
    const folders = entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => new URL(`${encodeURIComponent(name)}/`, home));
    if (folders.length === 0) throw new UsageError(`${shown(home)} holds no specification`);
    return folders;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown(home)} is no folder that can be read`);
  }
}

async function readViews(): Promise<EvidenceView[]> {
  const { value } = await readKnowledge(new URL('evidence/views.yaml', SRC), viewsSchema);
  return await Promise.all(
    Object.entries(value).map(async ([name, { unique, suspect }]) => ({
      view: await readView(name),
      unique,
      suspect: suspect ?? null,
    })),
  );
}

async function readView(name: string): Promise<CompiledView> {
  const url = new URL(`evidence/views/${name}.view.json`, SRC);
  try {
    return compileView(parseViewDefinition(JSON.parse(await readFile(url, 'utf8'))));
  } catch (error) {
    throw new KnowledgeError(
      shown(url),
      null,
      error instanceof ViewError || error instanceof SyntaxError ? error.message : 'cannot be read',
    );
  }
}

/** The SQL texts of one folder of the package. Throws KnowledgeError. */
export async function readTexts(folder: string): Promise<SqlText[]> {
  const home = new URL(folder, SRC);
  const names = (await readdir(home)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(names.map((name) => readSqlText(new URL(name, home), `src/${folder}${name}`)));
}

async function readRules(): Promise<Map<string, Rule>> {
  const home = new URL('rules/', SRC);
  const folders = (await readdir(home, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const rules = await Promise.all(folders.map((name) => readRule(new URL(`${name}/`, home))));
  return new Map(rules.map((rule) => [rule.rule, rule]));
}

function isOfRate({ claims }: Rule): boolean {
  return claims !== 'subject';
}

function meaningsOf({ reasons }: Rule): [string, string][] {
  return Object.entries(reasons).map(([reason, { means }]) => [reason, means]);
}

function decidedBy({ reasons }: Rule): [string, string][] {
  return Object.entries(reasons).flatMap(([reason, { 'decided-by': by }]) => (by === undefined ? [] : [[reason, by]]));
}

async function readCrosswalk(): Promise<InputRelation> {
  const home = new URL('evidence/codes/', SRC);
  const names = (await readdir(home)).filter((name) => name.endsWith('.json')).sort();
  const maps = await Promise.all(
    names.map(async (name) => conceptMapSchema.parse(JSON.parse(await readFile(new URL(name, home), 'utf8')))),
  );
  const rows = maps.flatMap(({ id, group }) =>
    group.flatMap(({ source, element }) =>
      element.flatMap(({ code, target }): Cell[][] => target.map((one) => [id, source, code, one.code])),
    ),
  );
  return relation('crosswalk', { map: 'text', system: 'text', code: 'text', target: 'text' }, rows);
}
