import { createRequire } from 'node:module';
import type fhirpath from 'fhirpath';
import { z } from 'zod';
import { checkNarrative } from './narrative.ts';
import type { InvariantTest } from './invariants.ts';

type Library = typeof fhirpath;
interface Loaded {
  readonly library: Library;
  readonly model: Parameters<Library['compile']>[1];
}
type Evaluate = (value: object, environment: object) => unknown;

let loaded: Loaded | undefined;

/** Evaluates an expression with the FHIRPath library, which is loaded when the first value needs it. */
export function libraryTest(expression: string, basePath: string): InvariantTest {
  const compiled = new Map<string, Evaluate | null>();
  return (value, { resource, rootResource }, type) => {
    const base = type === 'BackboneElement' || type === 'Element' ? basePath : type;
    const known = compiled.get(base);
    const evaluate = known === undefined ? compiledFor(expression, base) : known;
    compiled.set(base, evaluate);
    return evaluate === null ? null : outcomeOf(evaluate, value, { resource, rootResource });
  };
}

function compiledFor(expression: string, base: string): Evaluate | null {
  loaded ??= load();
  const { library, model } = loaded;
  try {
    const evaluate = library.compile({ base, expression }, model, {
      async: false,
      traceFn: () => undefined,
      userInvocationTable: OWN,
    });
    return (value, environment): unknown => evaluate(value, environment);
  } catch {
    return null;
  }
}

/** Like HL7's engine: an invariant holds only where it is true, not where it is empty. */
function outcomeOf(evaluate: Evaluate, value: unknown, environment: object): boolean | null {
  try {
    const result = evaluate(z.custom<object>().parse(value), environment);
    return Array.isArray(result) ? result.length > 0 && result[0] !== false : null;
  } catch {
    return null;
  }
}

/** Functions that FHIR adds to FHIRPath and the library lacks. */
const OWN = {
  htmlChecks: {
    fn: (nodes: unknown[]) => [nodes.every((node) => typeof node !== 'string' || checkNarrative(node) === null)],
    arity: { 0: [] },
  },
};

// A CommonJS package: it can be had at once, without making every check wait for it.
function load(): Loaded {
  const require = createRequire(import.meta.url);
  return {
    library: z.custom<Library>((value) => typeof value === 'object').parse(require('fhirpath')),
    model: z.custom<Loaded['model']>((value) => typeof value === 'object').parse(require('fhirpath/fhir-context/r4')),
  };
}
