/** Oracle against engine: where they differ, and the smallest world in which they still do. */
import { judge } from '../world.ts';
import type { AnyResource, Span } from '../world.ts';
import { caseRate } from './case-rate.ts';
import type { DayVerdict, OracleDay } from './case-rate.ts';
import { dayOf, isoOf } from './dates.ts';
import { cps, prc } from './settings.ts';
import type { Completable } from './source.ts';
import { withPrefix } from './worlds.ts';
import type { MemberWorld } from './worlds.ts';

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  /** 29: a torn line that names nobody takes a type's completeness away for all. */
  readonly incomplete: readonly Completable[];
}

export interface Difference {
  readonly world: MemberWorld;
  readonly day: string;
  readonly engine: DayVerdict | undefined;
  readonly oracle: DayVerdict | undefined;
}

const completable: readonly Completable[] = ['Encounter', 'Communication', 'OrganizationAffiliation'];

const ownPrefix = (index: number): string => `w${index}-`;

/** Many members in one run of the engine. */
export async function judgeAll(worlds: readonly MemberWorld[], asked: Asked, reverse = false): Promise<Span[]> {
  const all = worlds.map((world, index) => withPrefix(ownPrefix(index), world));
  const resources = all.flatMap((world) => world.resources);
  const torn = (type: Completable): string[] => [
    ...all.flatMap((world, index) => (world.torn.includes(type) ? [tornLine(type, ownPrefix(index))] : [])),
    ...(asked.incomplete.includes(type) ? [`{"resourceType":"${type}","id":`] : []),
  ];
  const { spans } = await judge({
    ...asked,
    resources: reverse ? resources.toReversed() : resources,
    complete: completable,
    rawLines: Object.fromEntries(completable.map((type) => [type, torn(type)])),
    specifications: [cps.id, prc.id],
  });
  return spans;
}

function tornLine(type: Completable, prefix: string): string {
  return `{"resourceType":"${type}","id":"${prefix}torn","subject":{"reference":"Patient/${prefix}m"},"status":`;
}

/** "specification member provider date" → verdict. A day that is listed twice is an error. */
export function daysOfSpans(spans: readonly Span[]): Map<string, DayVerdict> {
  const days = new Map<string, DayVerdict>();
  for (const span of spans)
    for (let day = dayOf(span.start_date); day <= dayOf(span.end_date); day += 1) {
      const key = `${span.specification} ${span.member} ${span.provider} ${isoOf(day)}`;
      if (days.has(key)) throw new Error(`${key} is listed twice`);
      days.set(key, {
        outcome: span.outcome,
        reason: span.reason,
        boundarySensitive: span.boundary_sensitive,
        eligibleThrough: span.eligible_through,
        nextContactDue: span.next_contact_due,
      });
    }
  return days;
}

export function oracleDays(worlds: readonly MemberWorld[], asked: Asked): Map<string, OracleDay> {
  const days = new Map<string, OracleDay>();
  worlds.forEach((world, index) => {
    const { resources, torn } = withPrefix(ownPrefix(index), world);
    const isComplete = (type: Completable): boolean => !asked.incomplete.includes(type) && !torn.includes(type);
    for (const [key, verdict] of caseRate({ ...asked, resources, isComplete }, [cps, prc])) days.set(key, verdict);
  });
  return days;
}

/** The first differing day of each member whose days differ. */
export async function differences(worlds: readonly MemberWorld[], asked: Asked): Promise<Difference[]> {
  const engine = daysOfSpans(await judgeAll(worlds, asked));
  const oracle = oracleDays(worlds, asked);
  const found = new Map<number, Difference>();
  for (const day of [...new Set([...engine.keys(), ...oracle.keys()])].sort()) {
    const index = Number(/ Patient\/w(\d+)-m /.exec(day)?.[1]);
    const world = worlds[index];
    if (world === undefined || found.has(index)) continue;
    const [its, ours] = [engine.get(day), oracle.get(day)?.verdict];
    if (JSON.stringify(its) !== JSON.stringify(ours)) found.set(index, { world, day, engine: its, oracle: ours });
  }
  return [...found.values()];
}

/**
 * Drops resources, and elements of them, as long as the difference stays. All ways of one step are tried in one run of the engine, and
 * then all of those at once that keep it; where that loses it, the first alone.
 */
export async function smallest(difference: Difference, asked: Asked): Promise<Difference> {
  const kind = kindOf(difference);
  const differing = async (worlds: readonly MemberWorld[]): Promise<Difference[]> =>
    (await differences(worlds, asked)).filter((each) => kindOf(each) === kind);
  for (let at = difference; ;) {
    const { world } = at;
    const steps = stepsOf(world);
    const found = await differing(steps.map((step) => step(world)));
    const [first] = found;
    if (first === undefined) return at;
    const kept = steps.filter((step) =>
      found.some((each) => JSON.stringify(each.world) === JSON.stringify(step(world))),
    );
    // ever fewer at once
    const batches = [1, 2, 4, 8].map((part) => kept.slice(0, Math.ceil(kept.length / part)));
    const [together] = await differing(batches.map((batch) => batch.reduce((smaller, step) => step(smaller), world)));
    at = together ?? first;
  }
}

/** So that a world doesn't slide from one difference into another. */
export function kindOf({ day, engine, oracle }: Difference): string {
  const of = (verdict: DayVerdict | undefined): string =>
    verdict === undefined ? 'no day' : `${verdict.outcome} ${verdict.reason} [${verdict.boundarySensitive}]`;
  return `${day.split(' ')[0] ?? ''}: engine ${of(engine)}, oracle ${of(oracle)}`;
}

type Step = (world: MemberWorld) => MemberWorld;

const kept = ['resourceType', 'id', 'subject', 'status', 'patient'];

function stepsOf({ resources, torn }: MemberWorld): Step[] {
  return [
    ...torn.map((type): Step => (world) => ({ ...world, torn: world.torn.filter((each) => each !== type) })),
    ...resources.map(({ id }): Step => (world) => ({
      ...world,
      resources: world.resources.filter((other) => other.id !== id),
    })),
    ...resources.flatMap((each) =>
      Object.keys(each)
        .filter((name) => !kept.includes(name))
        .map((name): Step => (world) => ({
          ...world,
          resources: world.resources.map((other) => (other.id === each.id ? without(other, name) : other)),
        })),
    ),
  ];
}

function without(resource: AnyResource, name: string): AnyResource {
  const { resourceType } = resource;
  return { ...Object.fromEntries(Object.entries(resource).filter(([each]) => each !== name)), resourceType };
}
