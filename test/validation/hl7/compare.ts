/** The same resources before both engines, and where they differ. */
import { readPackage } from '../../../src/validation/package.ts';
import { compile, NOTHING_BELOW } from '../../../src/validation/compile.ts';
import { Validator } from '../../../src/validation/validator.ts';
import type { Finding } from '../../../src/validation/issue.ts';
import { startEngine } from './engine.ts';
import type { Engine, EngineError } from './engine.ts';
import type { Example } from './corpora.ts';

/** What both say of one resource. */
export interface Compared {
  /** Row of the table. */
  readonly group: string;
  readonly name: string;
  /** Errors only. */
  readonly ours: readonly Finding[];
  readonly theirs: readonly EngineError[];
}

/** Both engines with the same packages. */
export interface Pair {
  readonly validator: Validator;
  readonly compare: (group: string, example: Example) => Promise<Compared>;
  readonly close: () => void;
}

/** `ours` is what our engine has built in and HL7's must be given; `packages` go to both. */
export async function startPair(ours: string, packages: readonly string[]): Promise<Pair> {
  const compiled = await Promise.all(
    packages.map(async (path) => compile(await readPackage(path), NOTHING_BELOW).texts),
  );
  const validator = new Validator({ packages: compiled });
  const engine: Engine = await startEngine([ours, ...packages]);
  return {
    validator,
    compare: async (group, { name, resource }) => {
      const findings = validator.validate(resource).filter(({ severity }) => severity === 'error');
      return { group, name, ours: findings, theirs: await engine.errorsOf(resource) };
    },
    close: engine.close,
  };
}

/** Why a difference is known, or null. */
export interface Explained {
  readonly known: string;
  readonly is: (compared: Compared) => boolean;
}

const onlyThey =
  (...ids: readonly string[]): Explained['is'] =>
  ({ ours, theirs }) =>
    ours.length === 0 && theirs.every(({ id }) => id !== null && ids.includes(id));

const onlyWe =
  (rule: string, expression: RegExp): Explained['is'] =>
  ({ ours, theirs }) =>
    theirs.length === 0 && ours.every((one) => one.rule === rule && expression.test(one.expression));

/** Each is explained in src/validation/README.md, under the same name. */
export const EXPLAINED: readonly Explained[] = [
  { known: 'links inside narratives', is: onlyThey('Type_Specific_Checks_DT_XHTML_Resolve') },
  {
    known: 'languages that HL7 only prefers',
    is: ({ ours, theirs }) =>
      ours.length === 0 &&
      theirs.every(({ text }) => text?.endsWith('is not in valueset: http://hl7.org/fhir/ValueSet/languages')),
  },
  { known: 'an empty list of profiles', is: onlyWe('empty', /\.meta\.profile$/) },
  {
    known: 'stand-ins for value sets that can’t be published',
    is: ({ ours, theirs }) =>
      ours.length === 0 &&
      theirs.every(({ text }) => /detailed-race|detailed-ethnicity|cts\.nlm\.nih\.gov|phinvads/.test(text ?? '')),
  },
];

export function explanationOf(compared: Compared): string | null {
  return EXPLAINED.find(({ is }) => is(compared))?.known ?? null;
}

export type Verdict = 'both valid' | 'both invalid' | 'only we' | 'only they';

export function verdictOf({ ours, theirs }: Compared): Verdict {
  if (ours.length === 0) return theirs.length === 0 ? 'both valid' : 'only they';
  return theirs.length === 0 ? 'only we' : 'both invalid';
}
