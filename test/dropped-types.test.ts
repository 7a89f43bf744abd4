/**
 * What is not known proves nothing: a resource type that is taken out of a source, with its file and all that is in it, makes no verdict
 * its opposite. A day that was satisfied or not-satisfied may become open, or be listed no more; it doesn't change sides.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askedCases } from '../src/specifications/case-question.ts';
import { worldOf } from '../src/specifications/case-run.ts';
import { linesOf, peerbridge } from './command/command.ts';
import { workshop } from './command/folders.ts';
import { judge } from './world.ts';
import type { AnyResource, Judged, World } from './world.ts';

const at = workshop();
const resource = z.looseObject({ resourceType: z.string(), id: z.string() });

/** Every case of the specifications that is told of March 2026 in whole resources. */
const CASES = askedCases().filter(
  ({ given }) =>
    given.days === '03-01 .. 03-31' && given['as-of'] === undefined && Object.keys(given.lines).length === 0,
);

/** Those cases, and members who are generated, in one source: complete in all types that it has. */
async function wholeWorld(): Promise<World> {
  const asked = ['--members', '24', '--seed', '3', '--from', '2026-02-01', '--to', '2026-03-31', '--fhir'];
  const { code } = await peerbridge(['generate', ...asked, '--out', at('generated')]);
  expect(code).toBe(0);
  const files = readdirSync(at('generated')).filter((name) => name.endsWith('.ndjson'));
  const generated = files.flatMap((name) =>
    linesOf(readFileSync(at('generated', name), 'utf8')).map((line): AnyResource => resource.parse(JSON.parse(line))),
  );
  const { resources } = worldOf(CASES.map(({ plain }) => plain.question));
  return { resources: [...resources, ...generated], from: '2026-03-01', to: '2026-03-31', readings: 'none' };
}

/** `specification clause subject provider day` → outcome, of all clauses and the rate. */
function daysOf({ findings, spans }: Judged): Map<string, string> {
  const rate = spans.map((span) => ({ ...span, clause: 'rate', subject: span.member }));
  return new Map(
    [...findings.filter(({ subject }) => subject !== ''), ...rate].flatMap((row) =>
      daysBetween(row.start_date, row.end_date).map((day): [string, string] => [
        [row.specification, row.clause, row.subject, row.provider, day].join(' '),
        row.outcome,
      ]),
    ),
  );
}

function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = Date.parse(first); day <= Date.parse(last); day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

function without(world: World, dropped: ReadonlySet<string>): World {
  return { ...world, resources: world.resources.filter(({ resourceType }) => !dropped.has(resourceType)) };
}

const OPPOSITE = new Map([
  ['satisfied', 'not-satisfied'],
  ['not-satisfied', 'satisfied'],
]);

let world: World;
let known: Map<string, string>;
beforeAll(async () => {
  world = await wholeWorld();
  known = daysOf(await judge(world));
}, 120_000);

/** Days whose verdict is the opposite of what it was before these types were taken out. */
async function turned(dropped: readonly string[]): Promise<string[]> {
  const left = daysOf(await judge(without(world, new Set(dropped))));
  return [...known].flatMap(([day, outcome]) => {
    const now = left.get(day);
    return now !== undefined && now === OPPOSITE.get(outcome) ? [`${day} was ${outcome} and is ${now}`] : [];
  });
}

test('there are days on both sides, of most clauses', () => {
  const sides = new Map<string, Set<string>>();
  for (const [day, outcome] of known) {
    const own = sides.get(outcome) ?? new Set();
    sides.set(outcome, own.add(day.split(' ', 2).join(' ')));
  }
  for (const outcome of OPPOSITE.keys()) expect(sides.get(outcome)?.size).toBeGreaterThan(75);
});

test('without any of its types no day is the opposite of what it was', async () => {
  const types = [...new Set(world.resources.map(({ resourceType }) => resourceType))].sort();
  expect(types.length).toBeGreaterThan(15);
  await fc.assert(
    fc.asyncProperty(fc.subarray(types, { minLength: 1 }), async (dropped) => {
      expect(await turned(dropped), `without ${dropped.join(', ')}`).toEqual([]);
    }),
    // of whom there may be others; and what came before what
    { seed: 6, numRuns: 6, examples: [[['PractitionerRole']], [['Encounter']]] },
  );
}, 120_000);
