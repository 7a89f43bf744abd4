/** The engine against a model that works the daily case rate out from its text, day by day, over random worlds (oracle/). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concept, reference } from './oracle/arbitraries.ts';
import { daysOfSpans, differences, judgeAll, oracleDays, smallest } from './oracle/compare.ts';
import type { Asked, Difference } from './oracle/compare.ts';
import { dayOf, isoOf } from './oracle/dates.ts';
import { episodesOf, hasDay } from './oracle/episodes.ts';
import { cps, prc } from './oracle/settings.ts';
import { readSource } from './oracle/source.ts';
import { memberWorld, withPrefix } from './oracle/worlds.ts';
import type { MemberWorld } from './oracle/worlds.ts';
import type { AnyResource, Span } from './world.ts';

/** Worlds whose dates lie around a month; the same for the same seed. */
function worldsOf(seed: number, members: number, { from, to }: Asked): MemberWorld[] {
  return fc.sample(memberWorld(dayOf(from) - 9, dayOf(to)), { seed, numRuns: members });
}

const march: Asked = { from: '2026-03-01', to: '2026-03-31', asOf: '2026-03-31', incomplete: [] };

const runs: readonly (readonly [what: string, seed: number, asked: Asked])[] = [
  ['a month with the start of summer time', 101, march],
  ['as of a day within the period', 102, { ...march, asOf: '2026-03-19' }],
  ['as of a day after the period', 103, { ...march, to: '2026-03-24', asOf: '2026-03-31' }],
  [
    'a month with the end of summer time, agreements not known',
    104,
    { from: '2026-10-20', to: '2026-11-14', asOf: '2026-11-14', incomplete: ['OrganizationAffiliation'] },
  ],
  ['encounters not known', 105, { ...march, incomplete: ['Encounter'] }],
  ['messages not known', 106, { ...march, incomplete: ['Communication'] }],
];

describe('engine and oracle say the same of every day', () => {
  test.for(runs)('%s', async ([, seed, asked]) => {
    const found = await differences(worldsOf(seed, 100, asked), asked);
    const shown = await Promise.all(found.slice(0, 1).map(async (each) => describeWorld(await smallest(each, asked))));
    expect(shown.join('\n\n'), `${found.length} members differ`).toBe('');
  });
});

function describeWorld({ day, engine, oracle, world }: Difference): string {
  return [
    day,
    `engine: ${JSON.stringify(engine)}`,
    `oracle: ${JSON.stringify(oracle)}`,
    `unreadable lines: ${world.torn.join(' ')}`,
    ...world.resources.map((each) => JSON.stringify(each)),
  ].join('\n');
}

describe('whatever the world', () => {
  const worlds = worldsOf(107, 120, march);
  const judged = judgeAll(worlds, march);

  test('spans of a member and provider list each day of each episode exactly once', async () => {
    // throws where a day is listed twice
    const listed = [...daysOfSpans(await judged).keys()].sort();
    const resources = worlds.flatMap((world, index) => withPrefix(`w${index}-`, world).resources);
    const source = readSource({ ...march, resources, isComplete: () => true });
    const days = new Set<string>();
    for (const { id, settings } of [cps, prc])
      for (const episode of episodesOf(source, settings))
        for (let day = source.from; day <= Math.min(source.to, source.asOf); day += 1)
          if (hasDay(episode, day) !== 'N') days.add(`${id} ${episode.member} ${episode.provider} ${isoOf(day)}`);
    expect(listed).toEqual([...days].sort());
  });

  test('spans are maximal, and in order', async () => {
    const spans = await judged;
    const key = (span: Span): string => [span.specification, span.member, span.provider].join(' ');
    const verdict = (span: Span): string => [key(span), span.outcome, span.reason, span.boundary_sensitive].join('|');
    const split = spans.filter((span, index) => {
      const next = spans[index + 1];
      const touches = next !== undefined && dayOf(next.start_date) === dayOf(span.end_date) + 1;
      return touches && verdict(next) === verdict(span);
    });
    expect(split).toEqual([]);
    const order = spans.map((span) => `${key(span)} ${span.start_date}`);
    expect(order).toEqual([...order].sort());
  });

  test('the evidence of a satisfied day holds a contact that carries it', async () => {
    const carriers = oracleDays(worlds, march);
    const bare: string[] = [];
    for (const span of await judged) {
      if (span.outcome !== 'satisfied') continue;
      const evidence = span.evidence.split(' ');
      for (let day = dayOf(span.start_date); day <= dayOf(span.end_date); day += 1) {
        const key = `${span.specification} ${span.member} ${span.provider} ${isoOf(day)}`;
        if (carriers.get(key)?.carriers.some((each) => evidence.includes(each)) !== true) bare.push(key);
      }
    }
    expect(bare).toEqual([]);
  });

  test('the order of resources changes nothing', async () => {
    expect(await judgeAll(worlds, march, true)).toEqual(await judged);
  });

  test('one more contact that counts makes no day worse', async () => {
    // For CPS by phone: a meeting in person can move the clock to an earlier referral, or leave an episode none (24).
    const more = worlds.map((world, index) => ({
      ...world,
      resources: [
        ...world.resources,
        contact('cps', 'phone', dayOf('2026-03-05') + (index % 20)),
        contact('prc', 'in-person', dayOf('2026-03-05') + (index % 20)),
      ],
    }));
    const rank = ['not-satisfied', 'insufficient-data', 'satisfied'];
    const after = daysOfSpans(await judgeAll(more, march));
    const worse = [...daysOfSpans(await judged)].filter(
      ([day, { outcome }]) => rank.indexOf(after.get(day)?.outcome ?? '') < rank.indexOf(outcome),
    );
    expect(worse).toEqual([]);
  });
});

function contact(service: 'cps' | 'prc', mode: string, day: number): AnyResource {
  return {
    resourceType: 'Encounter',
    id: `@more-${service}`,
    status: 'finished',
    extension: [
      {
        url: 'https://peerbridge.dev/fhir/StructureDefinition/contact-mode',
        valueCodeableConcept: concept('contact-mode', mode),
      },
    ],
    serviceType: concept('peer-service', service),
    subject: reference('Patient/@m'),
    period: { start: isoOf(day) },
    serviceProvider: reference('Organization/@a'),
  };
}
