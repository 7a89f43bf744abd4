import type { Answer, Carrier, EpisodeDates, Explanation, Gate } from './explanation.ts';

const WORDS: Readonly<Record<string, string>> = {
  satisfied: 'may be claimed',
  'not-satisfied': 'may not be claimed',
  'insufficient-data': 'cannot be decided from the data',
};
const MARKS: Readonly<Record<string, string>> = { satisfied: '✓', 'not-satisfied': '✗', 'insufficient-data': '?' };

/** An explanation in plain words. Ends with a line break. */
export function explanationText(explanation: Explanation): string {
  const { member, date, asOf, answers, episodes } = explanation;
  const head = `${member} on ${date}, as of ${asOf}`;
  if (answers.length > 0) return `${[head, ...answers.map(answerText)].join('\n\n')}\n`;
  const listed = episodes.map(episodeText);
  const why =
    episodes.length === 0
      ? 'No episode of a peer service is recorded for this member as of that day; --as-of takes a later one.'
      : 'No episode that is judged has this day.';
  return `${[head, '', `Not listed. ${why}`, ...listed].join('\n')}\n`;
}

function episodeText({ specification, episode, firstDate, lastDate, provider }: EpisodeDates): string {
  return `  ${specification}: ${episode}, ${firstDate} – ${lastDate ?? 'open'}${provider === null ? '' : `, ${provider}`}`;
}

function answerText(answer: Answer): string {
  const lines = [
    `${answer.specification}, ${answer.provider ?? 'no provider named'}: the day ${WORDS[answer.outcome] ?? answer.outcome} (${answer.reason})`,
    `  ${answer.means}`,
    '',
    ...answer.gates.flatMap((gate, index) => gateLines(gate, answer.gates[index - 1]?.episode)),
    ...readingLines(answer),
    ...answer.toDo.map((step) => `  → ${step}`),
  ];
  return lines.join('\n');
}

function gateLines(gate: Gate, previous: string | undefined): string[] {
  const cited = gate.cites === '' ? '' : `  (${gate.cites})`;
  return [
    ...(gate.episode === previous ? [] : [`  ${gate.episode}`]),
    `  ${MARKS[gate.outcome] ?? '?'} ${gate.clause ?? 'dates of the episode'}${cited}`,
    `      ${gate.says}`,
    `      ${gate.outcome}: ${gate.means}`,
    ...gate.carriers.flatMap((carrier) => (carrier.resource === null ? [] : [`      ${carrierText(carrier)}`])),
    ...nearLines(gate),
  ];
}

function nearLines({ outcome, before, after }: Gate): string[] {
  if (outcome === 'satisfied') return [];
  return [
    ...(before?.resource == null ? [] : [`      before: ${carrierText(before)}`]),
    ...(after?.resource == null ? [] : [`      after: ${carrierText(after)}`]),
  ];
}

/** `Encounter/c-1, in-person, 2026-03-02: holds from 2026-03-02 through 2026-03-08`. */
function carrierText({ resource, from, through, contact }: Carrier): string {
  const what =
    contact === null ? '' : `, ${contact.mode ?? 'mode unknown'}, ${dates(contact.firstDate, contact.lastDate)}`;
  const holds =
    from === null && through === null
      ? ''
      : `: holds ${from === null ? '' : `from ${from} `}${through === null ? 'on' : `through ${through}`}`;
  return `${resource ?? ''}${what}${holds}`;
}

function dates(first: string, last: string): string {
  if (first === last) return first;
  return first === '0001-01-01' && last >= '9999-12-31' ? 'date unknown' : `some day from ${first} to ${last}`;
}

function readingLines({ readings }: Answer): string[] {
  return readings.map(({ ambiguity, parameter, value, question, means, outcome }) => {
    const then = outcome === null ? 'the day is not listed' : `the day ${WORDS[outcome] ?? outcome}`;
    return `  ${ambiguity} ${question} With ${parameter}=${value} (${means}) ${then}.`;
  });
}
