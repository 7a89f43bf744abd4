import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { push } from '../fhir/push/push.ts';
import type { Pushed } from '../fhir/push/push.ts';
import { openSource } from '../lake/source.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { SERVER_OPTIONS } from './pull-options.ts';
import { withServer } from './push-request.ts';
import { pushedText } from './pushed-text.ts';
import { QUESTION_OPTIONS } from './question.ts';

const OPTIONS = {
  ...SERVER_OPTIONS,
  ...QUESTION_OPTIONS,
  referrals: { type: 'boolean' },
  to: { type: 'string' },
  'identifier-system': { type: 'string' },
  match: { type: 'string', multiple: true },
  alias: { type: 'string', multiple: true },
  'max-entries': { type: 'string' },
  changes: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** `peerbridge push`: exit 0, or 3 where a resource is not on the server as it should be. */
export async function pushCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  const [folder, ...more] = given.operands;
  if (folder === undefined || more.length > 0)
    throw new UsageError('push needs one folder of FHIR data: push DIR --to URL');
  if (given.has('referrals')) {
    // loaded only here: an engine is needed to tell what came of a referral
    const { pushReferrals } = await import('./push-referrals.ts');
    return await pushReferrals(folder, given);
  }
  const foreign = Object.keys(QUESTION_OPTIONS).find((name) => given.all(name).length > 0);
  if (foreign !== undefined) throw new UsageError(`--${foreign} is for push --referrals`);
  const isDryRun = given.has('dry-run');
  const pushed = await pushFolder(folder, given);
  process.stdout.write(given.has('json') ? jsonOf(pushed, isDryRun) : pushedText(pushed, isDryRun));
  return pushed.issues.some(({ severity }) => severity === 'error') ? EXIT.partial : EXIT.complete;
}

async function pushFolder(folder: string, given: Arguments): Promise<Pushed> {
  return await withServer(given, async (request) => {
    const scratch = await mkdtemp(join(tmpdir(), 'peerbridge-'));
    try {
      return await push({ ...request, source: await openSource(folder, scratch), scratch });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

function jsonOf({ types, issues, verified }: Pushed, dryRun: boolean): string {
  return `${JSON.stringify({ dryRun, types, issues, verified }, null, 2)}\n`;
}
