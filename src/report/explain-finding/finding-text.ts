import type { ExplainedClause } from './clause.ts';
import type { ExplainedFinding, FindingAnswer, FindingExplanation } from './finding.ts';

const MARKS: Readonly<Record<string, string>> = {
  satisfied: '✓',
  'not-satisfied': '✗',
  'insufficient-data': '?',
  'not-applicable': '–',
};
/** So many findings beneath an answer are listed; the others are counted. */
const LISTED = 20;

/** A finding in plain words. Ends with a line break. */
export function findingExplanationText(explanation: FindingExplanation): string {
  const { subject, date, asOf, since, clauses, answers, otherDays } = explanation;
  const blocks = [
    `${subject} on ${date}, as of ${asOf}`,
    ...clauses.map(clauseText),
    ...answers.map((answer) => answerText(answer, since)),
    ...(answers.length > 0 ? [] : [silenceText(clauses, otherDays, since)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function clauseText(clause: ExplainedClause): string {
  const { specification, id, cites, says, stands } = clause;
  return [`${specification} ${id}  (${cites}; ${stands})`, `  ${says}`, `  ${decisionText(clause)}`].join('\n');
}

function decisionText({ rule, ruleFile, combination, notAutomated, parameters }: ExplainedClause): string {
  if (rule !== undefined) {
    const given = Object.entries(parameters)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`);
    return `decided by the rule ${rule} (${ruleFile ?? ''})${given.length === 0 ? '' : `: ${given.join('; ')}`}`;
  }
  if (combination !== undefined) return `decided by ${combination.op} ${combination.clauses.join(', ')}`;
  return `not automated: ${notAutomated ?? ''}`;
}

function answerText(answer: FindingAnswer, since: string): string {
  const { outcome, reason, means, provider, advisory, evidence, boundarySensitive, toDo, restsOn } = answer;
  const shown = restsOn.slice(0, LISTED);
  return [
    `${MARKS[outcome] ?? '?'} ${outcome} (${reason})${provider === null ? '' : `, ${provider}`}${advisory ? '; advice, never a failure' : ''}`,
    `  ${means}`,
    `  ${spanText(answer, since)}`,
    ...(evidence.length === 0 ? [] : [`  evidence: ${evidence.join(', ')}`]),
    ...(boundarySensitive.length === 0 ? [] : [`  another reading of ${boundarySensitive.join(', ')} would change it`]),
    ...(toDo === null ? [] : [`  → ${outcome === 'insufficient-data' ? 'it would be decided by: ' : ''}${toDo}`]),
    ...(shown.length === 0 ? [] : ['  It rests on:']),
    ...shown.map(lineText),
    ...(restsOn.length > LISTED ? [`    and ${restsOn.length - LISTED} more`] : []),
  ].join('\n');
}

function spanText({ from, through }: ExplainedFinding, since: string): string {
  if (from === through) return `on ${from}`;
  return from === since ? `so since ${from} or earlier, through ${through}` : `so from ${from} through ${through}`;
}

function lineText({ outcome, clause, subject, reason, evidence }: ExplainedFinding): string {
  const by = evidence.length === 0 ? '' : `: ${evidence.slice(0, LISTED).join(', ')}`;
  return `    ${MARKS[outcome] ?? '?'} ${clause}  ${subject}  ${reason}${by}`;
}

function silenceText(clauses: readonly ExplainedClause[], others: readonly ExplainedFinding[], since: string): string {
  if (clauses.every(({ notAutomated }) => notAutomated !== undefined)) return 'So nothing is found by it.';
  if (others.length === 0) return `It judges no such subject from ${since} to that day.`;
  return [
    'It doesn’t judge the subject on that day, but on others:',
    ...others.map(
      (one) => `  ${MARKS[one.outcome] ?? '?'} ${one.from} – ${one.through}  ${one.outcome} (${one.reason})`,
    ),
  ].join('\n');
}
