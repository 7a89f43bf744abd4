import type { Dialect } from './dialect.ts';
import type { Branch, Term } from './term.ts';

/** The relation that a view reads, within its SQL. */
export const SOURCE = 's';

/** A term as SQL of one engine. */
export function render(term: Term, dialect: Dialect): string {
  const sql = (part: Term): string => render(part, dialect);
  switch (term.kind) {
    case 'literal':
      return literal(term.type, term.text, dialect);
    case 'null':
      return `cast(null as ${dialect.type(term.shape)})`;
    case 'resource':
      return SOURCE;
    case 'variable':
      return term.name;
    case 'position':
      return dialect.position(term.name);
    case 'field':
      return dialect.field(sql(term.of), term.name);
    case 'struct':
      return dialect.struct(term.fields.map(([name, value]) => [name, sql(value)] as const));
    case 'list':
      return list(term, dialect);
    case 'map':
      return map(term, dialect);
    case 'filter':
      return dialect.filter(sql(term.list), term.variable, sql(term.condition));
    case 'flatten':
      return dialect.flatten(sql(term.list));
    case 'concat':
      return dialect.concat(term.lists.map(sql));
    case 'at':
      return dialect.at(sql(term.list), sql(term.index));
    case 'size':
      return dialect.size(sql(term.list));
    case 'join':
      return dialect.join(sql(term.list), sql(term.separator));
    case 'case':
      return caseOf(term.branches, term.otherwise, dialect);
    case 'binary':
      return `(${sql(term.left)} ${term.operator} ${sql(term.right)})`;
    case 'not':
      return `(not ${sql(term.of)})`;
    case 'present':
      return `(${sql(term.of)} is not null)`;
    case 'cast':
      return `cast(${sql(term.of)} as ${dialect.type(term.to)})`;
    case 'call':
      return `${term.name}(${term.args.map(sql).join(', ')})`;
    case 'capture':
      return dialect.capture(sql(term.of), term.pattern);
    case 'instant':
      return dialect.instant(sql(term.of));
    case 'lastDay':
      return dialect.lastDay(sql(term.of));
    case 'fail':
      return dialect.fail(sql(term.message));
  }
}

function literal(type: Extract<Term, { kind: 'literal' }>['type'], text: string, dialect: Dialect): string {
  switch (type) {
    case 'string':
      return dialect.text(text);
    case 'boolean':
    case 'integer':
      return text;
    case 'decimal':
      // With an exponent, a literal is a double everywhere; without, an exact decimal.
      return /e/i.test(text) ? text : `${text}e0`;
  }
}

function list(term: Extract<Term, { kind: 'list' }>, dialect: Dialect): string {
  const items = dialect.list(term.items.map((item) => render(item, dialect)));
  return term.items.length > 0 ? items : `cast(${items} as ${dialect.type({ kind: 'list', of: term.of })})`;
}

function map(term: Extract<Term, { kind: 'map' }>, dialect: Dialect): string {
  const [of, item] = [render(term.list, dialect), render(term.item, dialect)];
  if (term.index === null) return dialect.map(of, term.variable, item);
  return dialect.mapIndexed(of, term.variable, term.index, item);
}

function caseOf(branches: readonly Branch[], otherwise: Term | null, dialect: Dialect): string {
  const whens = branches
    .map(({ when, then }) => ` when ${render(when, dialect)} then ${render(then, dialect)}`)
    .join('');
  return `(case${whens}${otherwise === null ? '' : ` else ${render(otherwise, dialect)}`} end)`;
}
