import { loadFoundation } from '../engine/knowledge.ts';
import { UsageError } from '../errors.ts';
import { openSource } from '../lake/source.ts';
import { assess } from '../report/readiness/assess.ts';
import { readinessText } from '../report/readiness/text.ts';
import { exitOf } from './failure.ts';
import { parseArguments } from './options.ts';
import type { OptionTypes } from './options.ts';
import { progress } from './progress.ts';
import { chosenSpecifications, declaredComplete, QUESTION_OPTIONS, timeZoneOf } from './question.ts';
import { runnerOf, withScratch } from './session.ts';

const OPTIONS = {
  ...QUESTION_OPTIONS,
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** `peerbridge readiness`: exit 0, or 3 where some data could not be used. */
export async function readinessCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  if (given.operands.length === 0)
    throw new UsageError('readiness needs a SOURCE: a folder of NDJSON or Bundles, or a Bundle');
  const asked = { from: given.date('from'), to: given.date('to'), asOf: given.date('as-of') };
  if (asked.from !== undefined && asked.to !== undefined && asked.from > asked.to)
    throw new UsageError(`--from ${asked.from} is after --to ${asked.to}`);
  const specifications = await chosenSpecifications(given);
  const question = {
    timeZone: timeZoneOf(specifications),
    specifications,
    byCoverage: given.list('specification').length === 0,
  };
  const complete = declaredComplete(given);
  const [foundation, runner] = [await loadFoundation(), await runnerOf(given)];
  const { watch, end } = progress(process.stderr, given.has('json') || !process.stderr.isTTY);
  return await withScratch(async (scratch) => {
    const source = await openSource(given.operands, scratch);
    const request = { source, foundation, asked, question, declaredComplete: complete, runner, scratch, watch };
    const assessed = await assess(request).finally(end);
    const { readiness } = assessed;
    process.stdout.write(given.has('json') ? `${JSON.stringify(readiness, null, 2)}\n` : readinessText(readiness));
    return exitOf(assessed);
  });
}
