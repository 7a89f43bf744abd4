import { isResourceType } from '../definitions/elements.ts';
import { KnowledgeError, UsageError } from '../errors.ts';
import type { Cell } from '../sql/runner.ts';
import { levelsOf } from './findings/order.ts';
import { cellFor } from './rule.ts';
import type { Rule } from './rule.ts';
import type { Alternative, Clause, Parameter, Specification } from './specification.ts';

/** A parameter's value as chosen: a name among its values, or a free one. */
export type Chosen = ReadonlyMap<string, string>;

/** One way to read a specification: the default, or the default with one ambiguity read otherwise. */
export interface Reading {
  readonly specification: Specification;
  /** Empty for the default. */
  readonly ambiguity: string;
  readonly parameter: string;
  readonly value: string;
  /** Whether its differences are marked in boundary_sensitive. */
  readonly sensitive: boolean;
  /** Clause → what it gives its rule. */
  readonly clauses: ReadonlyMap<string, BoundClause>;
  readonly settings: ReadonlyMap<string, string>;
}

export interface BoundClause {
  readonly clause: Clause;
  readonly rule: Rule;
  readonly service: string;
  readonly parameters: ReadonlyMap<string, Cell>;
  /** Resource types that its absence needs. */
  readonly absenceNeeds: readonly string[];
  /** False: what isn't satisfied is not applicable. */
  readonly required: boolean;
}

/** Keys of `with:` that every rule knows. */
const RESERVED = new Set(['service', 'absence-needs', 'required']);

/**
 * The reading of a specification with these values, of which those not named are the defaults. Throws KnowledgeError where a clause
 * doesn't give its rule what it asks, or where clauses rest on each other in a circle.
 */
export function bindReading(
  specification: Specification,
  rules: ReadonlyMap<string, Rule>,
  chosen: Chosen,
  settings: ReadonlyMap<string, string>,
  other: { parameter: string; value: string } | null,
): Reading {
  const values = new Map(
    [...specification.parameters.keys()].map((name) => [name, chosen.get(name) ?? defaultOf(specification, name)]),
  );
  if (other !== null) values.set(other.parameter, other.value);
  const effects = [...values].map(([name, value]) => effectOf(parameterOf(specification, name), value));
  const parameter = other === null ? null : parameterOf(specification, other.parameter);
  for (const effect of effects) checkSettings(specification, effect, settings);
  const clauses = bindClauses(specification, rules, effects);
  levelsOf({ specification, clauses });
  return {
    specification,
    ambiguity: parameter?.ambiguity ?? '',
    parameter: other?.parameter ?? '',
    value: other?.value ?? '',
    sensitive: parameter?.sensitive === true,
    clauses,
    settings: new Map([...settings, ...effects.flatMap((effect) => Object.entries(effect.settings ?? {}))]),
  };
}

/** Every other value of each parameter that something reads; those marked sensitive only, unless `all`. */
export function otherReadings(
  specification: Specification,
  chosen: Chosen,
  all: boolean,
): { parameter: string; value: string }[] {
  return [...specification.parameters].flatMap(([name, parameter]) => {
    if (parameter.later === true || !(all || parameter.sensitive === true)) return [];
    const current = chosen.get(name) ?? defaultOf(specification, name);
    return Object.keys(parameter.values ?? {})
      .filter((value) => value !== current)
      .map((value) => ({ parameter: name, value }));
  });
}

/** Checks a value that a user gives. Throws UsageError that says what could be given. */
export function checkValue(specification: Specification, name: string, value: string): void {
  const parameter = specification.parameters.get(name);
  if (parameter === undefined)
    throw new UsageError(
      `there is no parameter ${name} in ${specification.id}; see: peerbridge specifications ${specification.id}`,
    );
  if (parameter.later === true)
    throw new UsageError(`${name} would change nothing: no clause that is automated reads it`);
  const named = Object.keys(parameter.values ?? {});
  if (named.includes(value)) return;
  if (parameter.type === undefined) throw new UsageError(`${name} can't be ${value}; it can be ${named.join(' or ')}`);
  if (parameter.type === 'integer' && !/^\d+$/.test(value)) throw new UsageError(`${name} needs a whole number`);
  const wrong = itemsOf(parameter, value).find(
    (item) => !new RegExp(`^(?:${parameter.items ?? '.*'})$`, 's').test(item),
  );
  if (wrong !== undefined)
    throw new UsageError(`${name} can't have ${wrong}; each item should match ${parameter.items ?? ''}`);
  if (parameter.type === 'text' && named.length > 0)
    throw new UsageError(`${name} can't be ${value}; it can be ${named.join(' or ')}`);
}

export function defaultOf(specification: Specification, name: string): string {
  const value = parameterOf(specification, name).default;
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}

function parameterOf(specification: Specification, name: string): Parameter {
  const parameter = specification.parameters.get(name);
  if (parameter === undefined) throw new UsageError(`there is no parameter ${name} in ${specification.id}`);
  return parameter;
}

/** What a value does: its own effects, and for a free value those that it is given to. */
function effectOf(parameter: Parameter, value: string): Alternative {
  const named = parameter.values?.[value] ?? { means: '' };
  if (parameter.applies === undefined) return named;
  const given = freeValue(parameter, value);
  const applied = Object.entries(parameter.applies).map(([clause, asked]) => [clause, { [asked]: given }] as const);
  return { ...named, with: { ...Object.fromEntries(applied), ...named.with } };
}

function itemsOf({ type }: Parameter, value: string): string[] {
  return type !== 'list' ? [value] : value === '' ? [] : value.split(',').map((item) => item.trim());
}

/** A setting that evidence doesn't know would change nothing, in silence. */
function checkSettings(
  { parameterFile }: Specification,
  effect: Alternative,
  known: ReadonlyMap<string, string>,
): void {
  for (const name of Object.keys(effect.settings ?? {}))
    if (!known.has(name))
      throw new KnowledgeError(
        parameterFile.file,
        null,
        `there is no setting ${name}; there are ${[...known.keys()].join(', ')}`,
      );
}

function freeValue(parameter: Parameter, value: string): unknown {
  const { type } = parameter;
  if (type === 'list') return itemsOf(parameter, value);
  if (type === 'integer') return value === '' ? null : Number(value);
  return value;
}

function bindClauses(
  specification: Specification,
  rules: ReadonlyMap<string, Rule>,
  effects: readonly Alternative[],
): Map<string, BoundClause> {
  const bound = new Map<string, BoundClause>();
  for (const clause of specification.clauses.values()) {
    if (clause.rule === undefined) continue;
    const rule = rules.get(clause.rule);
    if (rule === undefined)
      throw new KnowledgeError(
        clause.file,
        clause.line,
        `${clause.id}: there is no rule ${clause.rule}; there are ${[...rules.keys()].join(', ')}`,
      );
    const given = [clause.with, ...effects.map((effect) => effect.with?.[clause.id])].flatMap((part) =>
      Object.entries(part ?? {}),
    );
    bound.set(clause.id, bindClause(clause, rule, new Map(given), specification));
  }
  return bound;
}

function bindClause(
  clause: Clause,
  rule: Rule,
  given: ReadonlyMap<string, unknown>,
  specification: Specification,
): BoundClause {
  const wrong = (message: string): never => {
    throw new KnowledgeError(clause.file, clause.line, `${clause.id}: ${message}`);
  };
  for (const name of given.keys())
    if (!RESERVED.has(name) && rule.asks[name] === undefined)
      wrong(`${rule.rule} doesn't ask for ${name}; it asks for ${Object.keys(rule.asks).join(', ')}`);
  const parameters = new Map<string, Cell>();
  for (const [name, asks] of Object.entries(rule.asks)) {
    const value = cellFor(asks, given.get(name));
    if ('fault' in value) wrong(`${rule.rule} asks for ${name}: ${value.fault}`);
    else parameters.set(name, value.cell);
  }
  const service = given.get('service') ?? (specification.services.length === 1 ? specification.services[0] : undefined);
  if (typeof service !== 'string' || !specification.services.includes(service))
    return wrong(`service should be one of ${specification.services.join(', ')}`);
  const absenceNeeds = listOf(given.get('absence-needs')) ?? rule['absence-needs'];
  const unknown = absenceNeeds.find((type) => !isResourceType(type));
  if (unknown !== undefined) wrong(`absence-needs: FHIR R4 has no resource type ${unknown}`);
  const required = given.get('required') ?? true;
  if (typeof required !== 'boolean') return wrong('required should be true or false');
  if (!required && rule.claims !== 'subject') wrong(`${rule.rule} gates the case rate, and so is always required`);
  return { clause, rule, service, parameters, absenceNeeds, required };
}

function listOf(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}
