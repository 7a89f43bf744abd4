import type { Cell, InputRelation, ResourceFile, ResourceRelation, Statement } from '../sql/runner.ts';
import { calendarRelations } from './calendar.ts';
import { bindReading, defaultOf, otherReadings } from './bind.ts';
import type { Chosen, Reading } from './bind.ts';
import { bindingOf, readingRelations, relation } from './input-relations.ts';
import type { Foundation } from './knowledge.ts';
import type { AskedClauses } from './findings/clauses.ts';
import { planFindings } from './findings/plan.ts';
import { remedyRelations } from './findings/remedies.ts';
import { lanesOf } from './lanes.ts';
import { numberReadings } from './readings.ts';
import type { NumberedReading } from './readings.ts';
import { columnOf } from './rule.ts';
import type { Rule } from './rule.ts';
import type { Specification } from './specification.ts';
import { inReadingOrder } from './sql-text.ts';
import type { SqlText } from './sql-text.ts';

/** What a run is asked. Dates are local calendar dates YYYY-MM-DD, ends inclusive. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly timeZone: string;
  readonly specifications: readonly { readonly specification: Specification; readonly chosen: Chosen }[];
  /** Whether a member's Coverage on the day decides by which specification it is judged. */
  readonly byCoverage: boolean;
  /** Which readings are judged beside the default: those of boundary_sensitive, all, or none. */
  readonly readings: 'sensitive' | 'all' | 'none';
  /** Ids of the clauses for which findings are made, beside those that they rest on; none for the case rate alone. Default: all. */
  readonly clauses?: AskedClauses | undefined;
}

/** What is known of the source: its files, and where it isn't complete. */
export interface Facts {
  readonly files: ReadonlyMap<string, readonly ResourceFile[]>;
  /** Types that aren't known complete: for one subject 'Patient/id', or null: for everybody. */
  readonly gaps: readonly { readonly resourceType: string; readonly subject: string | null }[];
}

/** Texts that read what the engine makes, and relations that they read besides. */
export interface Further {
  readonly texts: readonly SqlText[];
  readonly inputs: readonly InputRelation[];
}

export interface Plan {
  readonly inputs: readonly InputRelation[];
  readonly resources: readonly ResourceRelation[];
  readonly statements: readonly Statement[];
}

/** All that a run computes, in order, with no step that depends on what an earlier one found. Throws KnowledgeError, UsageError. */
export function planRun(foundation: Foundation, question: Question, facts: Facts, further: Further): Plan {
  const { readings, variants } = numberReadings(...readingsOf(foundation, question));
  const lanes = lanesOf(readings, foundation.reasonOrder);
  const inputs = [
    relation('run', { from_date: 'date', to_date: 'date', as_of: 'date', time_zone: 'text' }, [
      [question.from, question.to, question.asOf, question.timeZone],
    ]),
    relation(
      'gap',
      { resource_type: 'text', subject: 'text' },
      facts.gaps.map(({ resourceType, subject }) => [resourceType, subject]),
    ),
    relation('listed_organization', { type: 'text', identifier: 'text' }, listedOrganizations(question)),
    relation('edition', { specification: 'text', first_date: 'date', last_date: 'date' }, editions(question)),
    relation('payer', { specification: 'text', identifier: 'text' }, payers(question)),
    foundation.crosswalk,
    ...calendarRelations(asksForFindings(question) ? question : null),
    ...further.inputs,
    ...readingRelations(readings, variants, lanes),
    ...remedyRelations(readings.filter(({ isDefault }) => isDefault).map(({ reading }) => reading)),
  ];
  const findings = planFindings(foundation, readings, question.clauses ?? 'all');
  const rules = boundRules(readings);
  const bindings = rules.map((rule) => bindingOf(rule, readings));
  const views = foundation.views.map(({ view }) => view.name);
  const claims = rules.map((rule) => `claim_${columnOf(rule.rule)}`);
  const given = new Set([...views, ...inputs.map(({ name }) => name)]);
  const evidence = inReadingOrder([...foundation.evidence, ...foundation.subjects], given);
  const known = new Set(['claim', ...given, ...evidence.map(({ name }) => name)]);
  const overlay = inReadingOrder(foundation.overlay, known);
  const ofFindings = ['finding', 'finding_difference', ...findings.inputs.map(({ name }) => name)];
  const made = new Set([...known, ...ofFindings, 'clause_doubt', 'asked_incident', ...overlay.map(({ name }) => name)]);
  return {
    inputs: [...inputs, ...bindings, ...findings.inputs],
    resources: foundation.views.map(({ view, unique, suspect }) => ({
      view,
      unique,
      suspect,
      files: facts.files.get(view.resource) ?? [],
    })),
    statements: [
      ...evidence.map(statement),
      ...rules.flatMap(ruleStatements),
      claimStatement(claims),
      ...overlay.map(statement),
      ...findings.statements,
      clauseDoubtStatement(question),
      askedIncidentStatement(question),
      ...inReadingOrder(further.texts, made).map(statement),
    ],
  };
}

/** Whether findings are asked for, not the case rate alone. */
export function asksForFindings({ clauses = 'all' }: Question): boolean {
  return clauses === 'all' || clauses.size > 0;
}

function readingsOf({ rules, settings }: Foundation, question: Question): [Reading[], Reading[]] {
  const defaults = question.specifications.map(({ specification, chosen }) =>
    bindReading(specification, rules, chosen, settings, null),
  );
  if (question.readings === 'none') return [defaults, []];
  const others = question.specifications.flatMap(({ specification, chosen }) =>
    otherReadings(specification, chosen, question.readings === 'all').map((other) =>
      bindReading(specification, rules, chosen, settings, other),
    ),
  );
  return [defaults, others];
}

/** Rules about days of episodes that some clause binds, in the order of their names. */
function boundRules(readings: readonly NumberedReading[]): Rule[] {
  const rules = new Map<string, Rule>();
  for (const { reading } of readings)
    for (const { rule } of reading.clauses.values()) if (rule.claims !== 'subject') rules.set(rule.rule, rule);
  return [...rules.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function statement({ name, sql, file, reads, isTable }: SqlText): Statement {
  return { name, sql, file, reads, as: isTable ? 'table' : 'view' };
}

/** A rule reads its own parameters under the name `binding`. */
function ruleStatements({ rule, text }: Rule): Statement[] {
  const name = columnOf(rule);
  return [
    { name: 'binding', sql: `select * from binding_${name}`, file: text.file, as: 'view', reads: [`binding_${name}`] },
    { name: `claim_${name}`, sql: text.sql, file: text.file, as: 'table', reads: ['binding', ...text.reads] },
  ];
}

function claimStatement(claims: readonly string[]): Statement {
  const columns = 'clause, reading, member, provider, episode, evidence, start_date, end_date, reason';
  const nothing = `select ${columns} from (values ('', '', '', '', '', '', date '2000-01-01', date '2000-01-01', '')) as c(clause, reading, member, provider, episode, evidence, start_date, end_date, reason) where false`;
  return {
    name: 'claim',
    sql: [nothing, ...claims.map((claim) => `select ${columns} from ${claim}`)].join(' union all '),
    file: 'claims of the rules',
    reads: claims,
    as: 'view',
  };
}

/**
 * clause_doubt(resource, code, severity, message): what is doubtful in records that the case rate doesn't rest on. All of them are read
 * for it, so that it has rows only where all clauses are asked for.
 */
function clauseDoubtStatement({ clauses = 'all' }: Question): Statement {
  const columns = 'resource, code, severity, message';
  const isAsked = clauses === 'all';
  return {
    name: 'clause_doubt',
    sql: isAsked
      ? `select ${columns} from record_doubt`
      : `select ${columns} from (values ('', '', '', '')) as nothing(${columns}) where false`,
    reads: isAsked ? ['record_doubt'] : [],
    file: 'doubts of the clauses',
    as: 'view',
  };
}

/** asked_incident, as incident: without a row where the case rate alone is asked for, which no incident is read for. */
function askedIncidentStatement(question: Question): Statement {
  const columns = 'reference, provider, first_date, last_date, known_first, known_last';
  const isAsked = asksForFindings(question);
  const day = "date '2000-01-01'";
  return {
    name: 'asked_incident',
    sql: isAsked
      ? `select ${columns} from incident`
      : `select ${columns} from (values ('', '', ${day}, ${day}, ${day}, ${day})) as nothing(${columns}) where false`,
    reads: isAsked ? ['incident'] : [],
    file: 'incidents of the clauses',
    as: 'view',
  };
}

/** By whose identifiers, system|value, a Coverage is of a specification; none where it plays no part (case-rate 30). */
function payers({ specifications, byCoverage }: Question): Cell[][] {
  if (!byCoverage) return [];
  return specifications.flatMap(({ specification }) => specification.payers.map((payer) => [specification.id, payer]));
}

/** From when to when each specification holds; the ends of time where it has no such end. */
function editions({ specifications }: Question): Cell[][] {
  return specifications.map(({ specification: { id, inForce } }) => [
    id,
    inForce.first ?? '0001-01-01',
    inForce.last ?? '9999-12-31',
  ]);
}

/** Organizations that a parameter `orgs.<type>` types by identifier, system|value (ambiguity A45). */
function listedOrganizations({ specifications }: Question): Cell[][] {
  return specifications.flatMap(({ specification, chosen }) =>
    [...specification.parameters].flatMap(([name, parameter]) => {
      const value = chosen.get(name) ?? defaultOf(specification, name);
      if (parameter.setting?.startsWith('orgs.') !== true || value === '') return [];
      return value.split(',').map((identifier) => [parameter.setting?.slice('orgs.'.length) ?? '', identifier.trim()]);
    }),
  );
}
