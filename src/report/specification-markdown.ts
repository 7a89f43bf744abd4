import type { Rule } from '../engine/rule.ts';
import type { Cell } from '../sql/runner.ts';
import type { ClauseJson, SpecificationJson } from './specification-json.ts';

/**
 * A traceability table in Markdown, a row for each clause: the place of its sentence, what decides it and where that stands, what it is
 * given, which resources it reads, where it is proved. Links are as from the specification's folder. Ends with a line break.
 */
export function specificationMarkdown({ clauses }: SpecificationJson, rules: ReadonlyMap<string, Rule>): string {
  const rows = clauses.map((clause) => cellsOf(clause, clause.rule === undefined ? undefined : rules.get(clause.rule)));
  const lines = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

const HEAD = ['clause', 'sentence', 'decided by', 'given', 'reads', 'proved in'];

function cellsOf(clause: ClauseJson, rule: Rule | undefined): string[] {
  return [
    clause.id,
    clause.cites,
    decisionOf(clause),
    rule === undefined ? '' : givenOf(clause.parameters),
    rule === undefined ? '' : [...new Set(rule.needs.flatMap(({ of }) => of))].sort().join(', '),
    rule === undefined ? '' : `[cases](../../rules/${rule.rule}/cases.yaml)`,
  ].map(escaped);
}

function decisionOf({ rule, combination, notAutomated, when, gates, advisory }: ClauseJson): string {
  const decided =
    rule !== undefined
      ? `[${rule}](../../rules/${rule}/rule.sql)`
      : combination !== undefined
        ? `${combination.op} ${combination.clauses.join(', ')}`
        : `– ${notAutomated ?? ''}`;
  const marks = [
    when === undefined ? '' : `where ${when} is satisfied`,
    gates === null ? '' : `gates the ${gates}`,
    advisory === true ? 'advice' : '',
  ].filter((mark) => mark !== '');
  return [decided, ...marks].join('; ');
}

function givenOf(parameters: Readonly<Record<string, Cell>>): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
