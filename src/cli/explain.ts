import { loadFoundation } from '../engine/knowledge.ts';
import { UsageError } from '../errors.ts';
import { openSource } from '../lake/source.ts';
import { explain } from '../report/explain/explain.ts';
import { explanationText } from '../report/explain/text.ts';
import { memberOf } from './check.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { chosenSpecifications, declaredComplete, QUESTION_OPTIONS, timeZoneOf } from './question.ts';
import { runnerOf, withScratch } from './session.ts';

const OPTIONS = {
  ...QUESTION_OPTIONS,
  member: { type: 'string' },
  date: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** `peerbridge explain`: exit 0 whatever the answer is. */
export async function explainCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  if (given.operands.length === 0)
    throw new UsageError('explain needs a SOURCE: a folder of NDJSON or Bundles, or a Bundle');
  const member = memberOf(given.required('member', 'Patient/m-1'));
  given.required('date', '2026-03-09');
  const [date, asOf] = [given.date('date') ?? '', given.date('as-of')];
  const specifications = await chosenSpecifications(given);
  const question = {
    from: date,
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
    const explanation = await explain({
      source,
      foundation,
      question,
      declaredComplete: complete,
      member,
      runner,
      scratch,
      watch,
    }).finally(end);
    process.stdout.write(
      given.has('json') ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation),
    );
    return EXIT.complete;
  });
}
