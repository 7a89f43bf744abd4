import { loadFoundation } from '../engine/knowledge.ts';
import { rootOf } from '../fhir/address.ts';
import type { State } from '../fhir/referrals/referral.ts';
import { tell } from '../fhir/referrals/tell.ts';
import type { Told } from '../fhir/referrals/tell.ts';
import type { Issue } from '../lake/issue.ts';
import { baseOf } from '../lake/pulled/open-lake.ts';
import { openSource } from '../lake/source.ts';
import { referralsOf } from '../report/referrals.ts';
import type { ReferralsFound } from '../report/referrals.ts';
import { EXIT } from './failure.ts';
import type { Arguments } from './options.ts';
import { progress } from './progress.ts';
import { withServer } from './push-request.ts';
import { pushedText } from './pushed-text.ts';
import { chosenSpecifications, declaredComplete, timeZoneOf } from './question.ts';
import { SURROUNDINGS } from './server.ts';
import { runnerOf, withScratch } from './session.ts';
import { columns } from './text-columns.ts';

/** What is left to do where the server has none of the referrals. */
const NONE_THERE =
  'The server has none of these referrals. They are known there by the identifier that push gives, by their own with --match ServiceRequest=SYSTEM, or by their id where the lake was pulled from this server.';
const STATES: readonly State[] = ['received', 'accepted', 'first-contact', 'met-in-person', 'discharged', 'cancelled'];

/** How many were told of, by state; one for two services counts for each. */
type Totals = Readonly<Record<State | 'notThere' | 'withheld', number>>;

/** `peerbridge push --referrals`: exit 0, or 3 where something could not be used or told, or the server has none of the referrals. */
export async function pushReferrals(folder: string, given: Arguments): Promise<number> {
  const specifications = await chosenSpecifications(given);
  const timeZone = timeZoneOf(specifications);
  const asOf = given.date('as-of') ?? today(timeZone);
  const found = await findReferrals(folder, given, { asOf, timeZone, specifications });
  const base = await baseOf(folder);
  const told = await withServer(given, async (request) => {
    for (const id of found.withheld) request.see({ resource: `ServiceRequest/${id}`, fate: 'withheld', server: null });
    const areIdsTheirs = base !== null && rootOf(new URL(base)) === rootOf(request.http.base);
    return await tell({ ...request, referrals: found.referrals, areIdsTheirs });
  });
  const whole = { ...told, issues: [...found.issues.filter(isOfReferrals), ...told.issues] };
  const isNoneThere = told.told.length === 0 && told.notThere.length > 0;
  show(whole, totalsOf(found, told), asOf, isNoneThere, given);
  return isNoneThere || whole.issues.some(({ severity }) => severity === 'error') ? EXIT.partial : EXIT.complete;
}

async function findReferrals(
  folder: string,
  given: Arguments,
  question: Parameters<typeof referralsOf>[1],
): Promise<ReferralsFound> {
  const [foundation, runner] = [await loadFoundation(), await runnerOf(given)];
  const { watch, end } = progress(process.stderr, given.has('json'));
  return await withScratch(async (scratch) => {
    const source = await openSource(folder, scratch);
    const judging = { source, foundation, declaredComplete: declaredComplete(given), runner, scratch, watch };
    return await referralsOf(judging, question).finally(end);
  });
}

/** The local date of this machine's clock: what is dated later has not happened. */
function today(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(SURROUNDINGS.now());
}

/** What a file that we don't read, or a type that nobody asks about, says has no part in this. */
function isOfReferrals({ severity }: Issue): boolean {
  return severity === 'error';
}

function totalsOf({ withheld }: ReferralsFound, { told, notThere }: Told): Totals {
  const counts = { notThere: notThere.length, withheld: withheld.length };
  const states = Object.groupBy(
    told.flatMap(({ progress }) => progress),
    ({ state }) => state,
  );
  const count = (state: State): number => states[state]?.length ?? 0;
  return {
    received: count('received'),
    accepted: count('accepted'),
    'first-contact': count('first-contact'),
    'met-in-person': count('met-in-person'),
    discharged: count('discharged'),
    cancelled: count('cancelled'),
    ...counts,
  };
}

function show(told: Told, totals: Totals, asOf: string, isNoneThere: boolean, given: Arguments): void {
  const dryRun = given.has('dry-run');
  const { types, issues, verified } = told;
  if (given.has('json')) {
    process.stdout.write(`${JSON.stringify({ dryRun, asOf, referrals: totals, types, issues, verified }, null, 2)}\n`);
    return;
  }
  const lines = [
    [`Referrals as of ${asOf}`, ''],
    ...STATES.map((state) => [`  ${state.replaceAll('-', ' ')}`, String(totals[state])]),
    ['  not on the server', String(totals.notThere)],
    ['  withheld: the member refuses disclosure', String(totals.withheld)],
  ];
  process.stdout.write(`${columns(lines)}${pushedText(told, dryRun)}${isNoneThere ? `${NONE_THERE}\n` : ''}`);
}
