import { loadFoundation } from '../engine/knowledge.ts';
import { UsageError } from '../errors.ts';
import { openSource } from '../lake/source.ts';
import { addDays } from '../report/calendar-date.ts';
import { explain } from '../report/explain/explain.ts';
import type { ExplainRequest } from '../report/explain/explain.ts';
import { findingExplanationText } from '../report/explain-finding/finding-text.ts';
import { explainFinding } from '../report/explain-finding/finding.ts';
import { explanationText } from '../report/explain/text.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { chosenSpecifications, declaredComplete, memberOf, QUESTION_OPTIONS, timeZoneOf } from './question.ts';
import { runnerOf, withScratch } from './session.ts';

const OPTIONS = {
  ...QUESTION_OPTIONS,
  member: { type: 'string' },
  clause: { type: 'string' },
  subject: { type: 'string' },
  date: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** How far back a finding's span is followed. */
const DAYS_BACK = 365;

/** `peerbridge explain`, of a member's day or of one clause's finding: exit 0 whatever the answer is. */
export async function explainCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  if (given.operands.length === 0)
    throw new UsageError('explain needs a SOURCE: a folder of NDJSON or Bundles, or a Bundle');
  const ofClause = given.last('clause') !== undefined || given.last('subject') !== undefined;
  if (ofClause && given.last('member') !== undefined)
    throw new UsageError('--member explains a day, --clause with --subject a finding: give one of them');
  const text = ofClause ? await findingOf(given) : await dayOf(given);
  process.stdout.write(text);
  return EXIT.complete;
}

/** Why a member's day may or may not be claimed. */
async function dayOf(given: Arguments): Promise<string> {
  const member = memberOf(given.required('member', 'Patient/m-1'));
  const explanation = await overSource(given, 0, (request) => explain({ ...request, member }));
  return given.has('json') ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation);
}

/** What one clause says of one subject on a day, and why. */
async function findingOf(given: Arguments): Promise<string> {
  const [clause, subject] = [given.required('clause', 'CPS-ST-2'), given.required('subject', 'Practitioner/w-1')];
  if (!/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(subject))
    throw new UsageError('--subject is a reference, Type/id, such as Practitioner/w-1');
  const explanation = await overSource(given, DAYS_BACK, (request) => explainFinding({ ...request, clause, subject }));
  return given.has('json') ? `${JSON.stringify(explanation, null, 2)}\n` : findingExplanationText(explanation);
}

/** Asks the source about `--date`, with so many days before it. */
async function overSource<T>(
  given: Arguments,
  daysBack: number,
  work: (request: Omit<ExplainRequest, 'member'>) => Promise<T>,
): Promise<T> {
  given.required('date', '2026-03-09');
  const [date, asOf] = [given.date('date') ?? '', given.date('as-of')];
  const specifications = await chosenSpecifications(given);
  const question = {
    from: addDays(date, -daysBack),
    to: date,
    asOf: asOf ?? date,
    timeZone: timeZoneOf(specifications),
    specifications,
    byCoverage: given.list('specification').length === 0,
    readings: 'sensitive',
  } as const;
  const [foundation, runner] = [await loadFoundation(), await runnerOf(given)];
  const complete = declaredComplete(given);
  const { watch, end } = progress(process.stderr, given.has('json') || !process.stderr.isTTY);
  return await withScratch(async (scratch) => {
    const source = await openSource(given.operands, scratch);
    return await work({ source, foundation, question, declaredComplete: complete, runner, scratch, watch }).finally(
      end,
    );
  });
}
