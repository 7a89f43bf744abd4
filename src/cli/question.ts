import { checkValue } from '../engine/bind.ts';
import { loadSpecifications } from '../engine/knowledge.ts';
import type { Question } from '../engine/plan.ts';
import type { Specification } from '../engine/specification.ts';
import { isResourceType } from '../definitions/elements.ts';
import { UsageError } from '../errors.ts';
import type { Arguments, OptionTypes } from './options.ts';
import { ENGINE_OPTIONS } from './session.ts';

/** Options that say what is asked of a source; several commands take them. */
export const QUESTION_OPTIONS = {
  'as-of': { type: 'string' },
  specification: { type: 'string', multiple: true },
  specifications: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  complete: { type: 'string', multiple: true },
  ...ENGINE_OPTIONS,
} as const satisfies OptionTypes;

/** The specifications asked for, by id or by the contract that they are editions of, with the values chosen for their parameters. Throws UsageError, KnowledgeError. */
export async function chosenSpecifications(args: Arguments): Promise<Question['specifications']> {
  const all = await loadSpecifications(args.all('specifications'));
  const asked = args.list('specification');
  const isMeant = (one: Specification, name: string): boolean => one.id === name || one['edition-of'] === name;
  for (const name of asked)
    if (!all.some((one) => isMeant(one, name)))
      throw new UsageError(`there is no specification ${name}; there are ${all.map((one) => one.id).join(', ')}`);
  const specifications = asked.length === 0 ? all : all.filter((one) => asked.some((name) => isMeant(one, name)));
  const chosen = new Map(specifications.map(({ id }) => [id, new Map<string, string>()]));
  for (const setting of args.all('set')) choose(setting, specifications, chosen);
  return specifications.map((specification) => ({
    specification,
    chosen: chosen.get(specification.id) ?? new Map<string, string>(),
  }));
}

/** `[ID:]PARAMETER=VALUE`. */
function choose(
  setting: string,
  specifications: readonly Specification[],
  chosen: ReadonlyMap<string, Map<string, string>>,
): void {
  const [, id, name, value] = /^(?:([a-z0-9-]+):)?([A-Za-z][A-Za-z0-9.]*)=(.*)$/s.exec(setting) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`--set takes [ID:]PARAMETER=VALUE; it is ${setting}`);
  const ofThat = specifications.filter((one) => id === undefined || one.id === id);
  if (ofThat.length === 0) throw new UsageError(`--set ${setting}: ${id ?? ''} is no specification of this run`);
  const knowing = ofThat.filter(({ parameters }) => parameters.has(name));
  if (knowing.length === 0)
    throw new UsageError(
      `there is no parameter ${name} in ${ofThat.map((one) => one.id).join(', ')}; see: peerbridge specifications ${ofThat[0]?.id ?? ''}`,
    );
  for (const specification of knowing) {
    checkValue(specification, name, value);
    chosen.get(specification.id)?.set(name, value);
  }
}

/** Resource types given by --complete. Throws UsageError for one that isn't of R4. */
export function declaredComplete(args: Arguments): ReadonlySet<string> {
  const types = args.list('complete');
  for (const type of types)
    if (!isResourceType(type)) throw new UsageError(`--complete ${type}: R4 has no such resource type`);
  return new Set(types);
}

/** `Patient/id` of an id with or without its type. Throws UsageError where it can be none. */
export function memberOf(id: string): string {
  const member = id.startsWith('Patient/') ? id : `Patient/${id}`;
  if (!/^Patient\/[A-Za-z0-9.-]{1,64}$/.test(member))
    throw new UsageError('a member is the id of a Patient: up to 64 letters, digits, hyphens and dots');
  return member;
}

/** The one zone in which days are counted. Throws UsageError where the specifications of a run choose two, or one that isn't known. */
export function timeZoneOf(specifications: Question['specifications']): string {
  const zones = new Set(specifications.map(({ specification, chosen }) => chosen.get(ZONE) ?? zoneOf(specification)));
  const [zone, second] = zones;
  if (second !== undefined)
    throw new UsageError(`${ZONE}: one run counts days in one zone; run the specifications one by one`);
  if (zone === undefined) return DEFAULT_ZONE;
  if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC')
    throw new UsageError(`${ZONE}: ${zone} is no time zone`);
  return zone;
}

const ZONE = 'timeZone';
const DEFAULT_ZONE = 'America/New_York';

function zoneOf({ parameters }: Specification): string {
  const value = parameters.get(ZONE)?.default;
  return typeof value === 'string' ? value : DEFAULT_ZONE;
}
