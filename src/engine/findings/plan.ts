import type { InputRelation, Statement } from '../../sql/runner.ts';
import type { BoundClause } from '../bind.ts';
import type { Foundation } from '../knowledge.ts';
import type { NumberedReading } from '../readings.ts';
import { columnOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { inReadingOrder } from '../sql-text.ts';
import type { SqlText } from '../sql-text.ts';
import { findingClauses } from './clauses.ts';
import type { AskedClauses, FindingClause } from './clauses.ts';
import { findingBinding, findingRelations, unjudgedClauses } from './relations.ts';

export interface FindingPlan {
  readonly inputs: readonly InputRelation[];
  readonly statements: readonly Statement[];
}

/** Texts that are run once; those that are not run for each level, with that level's clauses under `level_clause`. */
const ONCE: ReadonlySet<string> = new Set(['cover', 'cover_key', 'finding_difference', 'finding']);

const SUBJECT_COLUMNS =
  'variant, service, subject, provider, member, reference, first_date, first_certain, last_certain, last_date';
const STATED_COLUMNS = 'clause, reading, subject, provider, start_date, end_date, reason, evidence';
const DECIDED_COLUMNS = 'clause_id, lane, subject, provider, member, start_date, end_date, evidence';

/**
 * What turns claims into `finding`: clauses by level, so that each finds the verdicts of those that it rests on. Reads the evidence,
 * `claim` and `specification_day`. Throws KnowledgeError.
 */
export function planFindings(
  foundation: Foundation,
  readings: readonly NumberedReading[],
  asked: AskedClauses,
): FindingPlan {
  const specifications = readings.filter(({ isDefault }) => isDefault).map(({ reading }) => reading.specification);
  const clauses = findingClauses(readings, asked, settingsReader(foundation), foundation.listedBy);
  const levels = [...Map.groupBy(clauses, ({ level }) => level)].sort(([a], [b]) => a - b);
  const planned = levels.map(([level, own]) =>
    planLevel(
      foundation,
      level,
      own,
      levels.filter(([other]) => other < level).map(([other]) => other),
    ),
  );
  const all = levels.map(([level]) => level);
  return {
    inputs: [
      ...findingRelations(clauses),
      unjudgedClauses(specifications, asked),
      ...planned.flatMap(({ inputs }) => inputs),
    ],
    statements: [
      subjectStatement(new Set(clauses.map(({ over }) => over))),
      ...once(foundation, ['cover', 'cover_key']),
      ...planned.flatMap(({ statements }) => statements),
      decidedStatement(all),
      ...once(foundation, ['finding_difference', 'finding']),
    ],
  };
}

/** Whether a rule's evidence, or the days that it covers, depend on settings. */
function settingsReader({ evidence, subjects }: Foundation): (bound: BoundClause) => boolean {
  const texts = new Map([...evidence, ...subjects].map((text) => [text.name, text]));
  const known = new Map<string, boolean>([['setting', true]]);
  const reads = (name: string): boolean => {
    const answer = known.get(name);
    if (answer !== undefined) return answer;
    known.set(name, false);
    const found = (texts.get(name)?.reads ?? []).some(reads);
    known.set(name, found);
    return found;
  };
  return ({ rule }) => [rule.over, ...rule.text.reads].some(reads);
}

function planLevel(
  foundation: Foundation,
  level: number,
  clauses: readonly FindingClause[],
  before: readonly number[],
): FindingPlan {
  const byRule = Map.groupBy(
    clauses.flatMap((one) => (one.bound?.rule.claims === 'subject' ? [{ one, rule: one.bound.rule }] : [])),
    ({ rule }) => rule,
  );
  const rules = [...byRule].map(([rule, bound]) =>
    planRule(
      rule,
      level,
      bound.map(({ one }) => one),
    ),
  );
  const episodeRules = clauses.some(({ bound }) => bound !== null && bound.rule.claims !== 'subject');
  const texts = inReadingOrder(
    foundation.findings.filter(({ name }) => !ONCE.has(name)),
    new Set(foundation.findings.flatMap(({ reads }) => reads)),
  );
  const own = new Set(['level_clause', 'decided', 'verdict', 'stated', ...texts.map(({ name }) => name)]);
  const statements = [
    levelClauseStatement(level),
    decidedStatement(before),
    verdictStatement(),
    ...rules.flatMap(({ statements: some }) => some),
    statedStatement(
      rules.map(({ claim }) => claim),
      episodeRules,
    ),
    ...texts.map(statementOf),
  ];
  return { inputs: rules.map(({ input }) => input), statements: statements.flatMap((one) => atLevel(one, level, own)) };
}

/**
 * A statement of one level makes a relation of its own, so that none is made twice: what its text reads by the names of the level it
 * finds in views, made before it.
 */
function atLevel(statement: Statement, level: number, own: ReadonlySet<string>): Statement[] {
  const { file } = statement;
  const scene = statement.reads
    .filter((name) => own.has(name))
    .map((name): Statement => {
      const made = `${name}_${level}`;
      return { name, sql: `select * from ${made}`, reads: [made], file, as: 'view' };
    });
  return [...scene, own.has(statement.name) ? { ...statement, name: `${statement.name}_${level}` } : statement];
}

/** A rule reads its own parameters under the name `binding`. */
function planRule(
  rule: Rule,
  level: number,
  clauses: readonly FindingClause[],
): { input: InputRelation; statements: Statement[]; claim: string } {
  const name = `${columnOf(rule.rule)}_${level}`;
  const [binding, claim] = [`binding_${name}`, `claim_${name}`];
  return {
    input: findingBinding(binding, rule, clauses),
    claim,
    statements: [
      { name: 'binding', sql: `select * from ${binding}`, file: rule.text.file, as: 'view', reads: [binding] },
      { name: claim, sql: rule.text.sql, file: rule.text.file, as: 'table', reads: ['binding', ...rule.text.reads] },
    ],
  };
}

function levelClauseStatement(level: number): Statement {
  return {
    ...levelRelation('level_clause', `select * from finding_clause where level = ${level}`),
    reads: ['finding_clause'],
  };
}

/** subject_day: all relations of subjects that some clause is over, as one. */
function subjectStatement(relations: ReadonlySet<string>): Statement {
  const dates = "date '2000-01-01', date '2000-01-01', date '2000-01-01', date '2000-01-01'";
  return {
    name: 'subject_day',
    sql: union(`relation, ${SUBJECT_COLUMNS}`, `'', '', '', '', '', '', '', ${dates}`, [
      ...[...relations].map((name) => `select '${name}' as relation, ${SUBJECT_COLUMNS} from ${name}`),
    ]),
    reads: [...relations],
    file: 'subjects of the clauses',
    as: 'view',
  };
}

/** stated: the claims of one level's rules. Those about episodes speak of an episode, of a member, or of a provider with all its members. */
function statedStatement(claims: readonly string[], episodeRules: boolean): Statement {
  const ofEpisodes =
    'select clause, reading, coalesce(episode, member, provider) as subject, provider, start_date, end_date, reason, evidence from claim';
  return {
    ...levelRelation(
      'stated',
      union(STATED_COLUMNS, "'', '', '', '', date '2000-01-01', date '2000-01-01', '', ''", [
        ...claims.map((claim) => `select ${STATED_COLUMNS} from ${claim}`),
        ...(episodeRules ? [ofEpisodes] : []),
      ]),
    ),
    reads: [...claims, ...(episodeRules ? ['claim'] : [])],
  };
}

/** decided: what the clauses of these levels say. */
function decidedStatement(levels: readonly number[]): Statement {
  return {
    ...levelRelation(
      'decided',
      union(
        DECIDED_COLUMNS,
        "0, 0, '', '', '', date '2000-01-01', date '2000-01-01', words_of('')",
        levels.map((level) => `select ${DECIDED_COLUMNS} from judged_span_${level}`),
      ),
    ),
    reads: levels.map((level) => `judged_span_${level}`),
  };
}

/** verdict(clause, subject, provider, member, start_date, end_date, outcome, reason): what a rule may read of clauses of lower levels. */
function verdictStatement(): Statement {
  return {
    ...levelRelation(
      'verdict',
      `select l.clause, d.subject, d.provider, d.member, d.start_date, d.end_date, l.outcome, l.reason
       from decided as d join verdict_lane as l on l.lane = d.lane`,
    ),
    reads: ['decided', 'verdict_lane'],
  };
}

function union(columns: string, nothing: string, selects: readonly string[]): string {
  return [`select ${columns} from (values (${nothing})) as nothing(${columns}) where false`, ...selects].join(
    ' union all ',
  );
}

function levelRelation(name: string, sql: string): Omit<Statement, 'reads'> {
  return { name, sql, file: name, as: 'view' };
}

function once({ findings }: Foundation, names: readonly string[]): Statement[] {
  return names.flatMap((name) => findings.filter((text) => text.name === name).map(statementOf));
}

function statementOf({ name, sql, file, reads, isTable }: SqlText): Statement {
  return { name, sql, file, reads, as: isTable ? 'table' : 'view' };
}
