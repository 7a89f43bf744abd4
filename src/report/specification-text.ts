import type { ClauseJson, ParameterJson, SpecificationJson } from './specification-json.ts';

/** One paragraph a specification: how its clauses are decided. */
export function specificationList(specifications: readonly SpecificationJson[]): string {
  const paragraphs = specifications.map((one) => {
    const counts = Object.entries(countsOf(one)).map(([how, count]) => `${count} ${how}`);
    return `${one.id}  ${one.title}\n  payer ${one.payer}, service ${one.services.join(', ')}, ${daysText(one)}\n  ${one.clauses.length} clauses: ${counts.join(', ')}\n`;
  });
  return `${paragraphs.join('\n')}\npeerbridge specifications ID lists the clauses and what they leave open.\n`;
}

function daysText({ from, until, editionOf }: SpecificationJson): string {
  const days = until === undefined ? `from ${from}` : `from ${from} through ${until}`;
  return editionOf === undefined ? days : `${days}, an edition of ${editionOf}`;
}

function countsOf({ clauses }: SpecificationJson): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const clause of clauses) {
    const how = wayOf(clause);
    counts[how] = (counts[how] ?? 0) + 1;
  }
  return counts;
}

function wayOf({ rule, combination, notAutomated }: ClauseJson): string {
  if (rule !== undefined) return 'by a rule';
  if (combination !== undefined) return combination.op === 'part-of' ? 'within another clause' : 'by other clauses';
  return (notAutomated ?? '').split(':', 1)[0] ?? '';
}

/** A specification in full: its clauses, then what the text leaves open. */
export function specificationText(specification: SpecificationJson): string {
  const { id, title, payer, services, clauses, parameters } = specification;
  const head = `${id}  ${title}\npayer ${payer}, service ${services.join(', ')}, ${daysText(specification)}\n`;
  return `${head}\n${clauses.map(clauseText).join('\n')}\nWhat the text leaves open\n\n${parameters.map(parameterText).join('\n')}`;
}

function clauseText(clause: ClauseJson): string {
  const gates = clause.gates === null ? '' : `  gates the ${clause.gates.replace('-', ' ')}`;
  return `${clause.id}  (${clause.cites})${gates}\n${wrapped(clause.says, '  ')}${wrapped(decisionText(clause), '  → ')}`;
}

const COMBINED = { 'all-of': 'all of', 'any-of': 'any of', each: 'each subject of', 'part-of': 'decided within' };

function decisionText({ rule, combination, notAutomated, parameters }: ClauseJson): string {
  if (rule !== undefined) {
    const given = Object.entries(parameters).map(
      ([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
    );
    return `rule ${rule}: ${given.join('; ')}`;
  }
  if (combination !== undefined) {
    const clauses = combination.clauses.join(', ');
    return `${COMBINED[combination.op]} ${clauses}`;
  }
  return `not automated: ${notAutomated ?? ''}`;
}

function parameterText(parameter: ParameterJson): string {
  const marks = [
    parameter.runBothWays ? 'run both ways' : '',
    parameter.later ? 'no automated clause reads it yet' : '',
  ].filter((mark) => mark !== '');
  const head = `${parameter.ambiguity}  ${parameter.name} = ${parameter.value === '' ? '(none)' : parameter.value}${marks.length === 0 ? '' : `  [${marks.join('; ')}]`}\n`;
  const free = parameter.type === null ? '' : wrapped(`any ${parameter.type}`, '  or ');
  const others = parameter.alternatives.map(({ value, means }) => wrapped(`${value}: ${means}`, '  or '));
  return `${head}${wrapped(`${parameter.question} ${parameter.because} (${parameter.cites}, from ${parameter.from})`, '  ')}${others.join('')}${free}`;
}

const WIDTH = 100;

/** Lines of at most 100 characters; the first begins with `lead`, the others are indented as far. */
function wrapped(text: string, lead: string): string {
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(/\s+/)) {
    if (line.length > lead.length && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = ' '.repeat(lead.length);
    }
    line += `${word} `;
  }
  return `${[...lines, line.trimEnd()].join('\n')}\n`;
}
