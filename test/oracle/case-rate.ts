/**
 * The daily case rate, worked out day by day from the words of case-rate.md, with no regard for speed: an oracle for the engine, and
 * for that reason without a line in common with it.
 */
import { isoOf } from './dates.ts';
import type { Day } from './dates.ts';
import { episodesOf, hasDay } from './episodes.ts';
import type { Episode } from './episodes.ts';
import { judgeEpisode } from './gates.ts';
import { or } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import type { GateVerdict } from './organizations.ts';
import type { Settings, Specification } from './settings.ts';
import { readSource } from './source.ts';
import type { Question, Source } from './source.ts';

/** What the engine says of a day, in the words of case-rate.csv. */
export interface DayVerdict {
  readonly outcome: string;
  readonly reason: string;
  readonly boundarySensitive: string;
  readonly eligibleThrough: string;
  readonly nextContactDue: string;
}

/** In the order of the table of outputs.md, which decides between overlapping episodes of equal outcome. */
const reasons = [
  'all-gates-satisfied',
  'no-contact-in-window',
  'meeting-late',
  'no-initial-meeting',
  'provider-not-eligible',
  'contact-undecided',
  'contact-source-incomplete',
  'meeting-undecided',
  'meeting-source-incomplete',
  'referral-date-unknown',
  'initial-meeting-not-yet-due',
  'provider-type-unknown',
  'affiliation-undecided',
  'affiliation-source-incomplete',
  'episode-dates-unknown',
];

const outcomes = { S: 'satisfied', N: 'not-satisfied', I: 'insufficient-data' } as const;

interface Case {
  readonly member: string;
  readonly provider: string;
  readonly episodes: readonly Episode[];
  readonly verdictOn: (day: Day) => GateVerdict | undefined;
}

/** One for each member and provider (1). */
function casesOf(source: Source, settings: Settings): Map<string, Case> {
  const groups = Map.groupBy(episodesOf(source, settings), ({ member, provider }) => `${member} ${provider}`);
  return new Map(
    [...groups].map(([key, episodes]) => {
      const judges = episodes.map((episode) => judgeEpisode(source, settings, episode));
      // 3: each is judged alone, and the day takes the best
      const verdictOn = (day: Day): GateVerdict | undefined => {
        const verdicts = judges.flatMap((judge) => judge(day) ?? []);
        if (verdicts.length === 0) return undefined;
        const outcome = or(verdicts.map((verdict) => verdict.outcome));
        const reason = reasons.find((name) => verdicts.some((one) => one.outcome === outcome && one.reason === name));
        return { outcome, reason: reason ?? '', carriers: verdicts.flatMap(({ carriers }) => carriers ?? []) };
      };
      const { member = '', provider = '' } = episodes[0] ?? {};
      return [key, { member, provider, episodes, verdictOn: memoize(verdictOn) }];
    }),
  );
}

function memoize(judge: Case['verdictOn']): Case['verdictOn'] {
  const known = new Map<Day, GateVerdict | undefined>();
  return (day) => {
    if (!known.has(day)) known.set(day, judge(day));
    return known.get(day);
  };
}

export interface OracleDay {
  readonly verdict: DayVerdict;
  /** Of a satisfied day: contacts of which each carries it. */
  readonly carriers: readonly string[];
}

/** "specification member provider date" → verdict. Of one source; the provider may be empty. */
export function caseRate(question: Question, specifications: readonly Specification[]): Map<string, OracleDay> {
  const source = readSource(question);
  const days = new Map<string, OracleDay>();
  for (const { id, settings, otherReadings } of specifications) {
    const readings = otherReadings.map(
      ([ambiguity, changes]) =>
        [ambiguity, changes.map((change) => casesOf(source, { ...settings, ...change }))] as const,
    );
    for (const [key, judged] of casesOf(source, settings)) {
      // 5: another outcome, or a day that the other reading does not list
      const sensitiveOn = (day: Day, outcome: Kleene): string =>
        readings
          .filter(([, others]) => others.some((other) => other.get(key)?.verdictOn(day)?.outcome !== outcome))
          .map(([ambiguity]) => ambiguity)
          .join(' ');
      const spans: { days: Day[]; verdict: GateVerdict; boundarySensitive: string }[] = [];
      // 4: days after as-of are not listed
      for (let day = source.from; day <= Math.min(source.to, source.asOf); day += 1) {
        const verdict = judged.verdictOn(day);
        if (verdict === undefined) continue;
        const boundarySensitive = sensitiveOn(day, verdict.outcome);
        const last = spans.at(-1);
        // 5: spans are maximal runs of days that agree in these three
        const agrees =
          last?.days.at(-1) === day - 1 &&
          last.verdict.outcome === verdict.outcome &&
          last.verdict.reason === verdict.reason &&
          last.boundarySensitive === boundarySensitive;
        if (agrees) last.days.push(day);
        else spans.push({ days: [day], verdict, boundarySensitive });
      }
      for (const span of spans)
        for (const day of span.days) {
          const { outcome, reason } = span.verdict;
          const { boundarySensitive } = span;
          const eligible = eligibility(judged, span.days.at(-1) ?? day);
          days.set(`${id} ${key} ${isoOf(day)}`, {
            verdict: { outcome: outcomes[outcome], reason, boundarySensitive, ...eligible },
            carriers: judged.verdictOn(day)?.carriers ?? [],
          });
        }
    }
  }
  return days;
}

/** 6: of a satisfied span, told from its last day. */
function eligibility(judged: Case, lastOfSpan: Day): { eligibleThrough: string; nextContactDue: string } {
  if (judged.verdictOn(lastOfSpan)?.outcome !== 'S') return { eligibleThrough: '', nextContactDue: '' };
  // the run of satisfied days goes on beyond `to` and as-of, but never beyond the episode's end
  const end = Math.max(
    ...judged.episodes.filter((episode) => hasDay(episode, lastOfSpan) !== 'N').map((episode) => episode.end.hi),
  );
  let through = lastOfSpan;
  while (through < end && judged.verdictOn(through + 1)?.outcome === 'S') through += 1;
  // the day after, where the episode goes on
  return { eligibleThrough: isoOf(through), nextContactDue: through < end ? isoOf(through + 1) : '' };
}
