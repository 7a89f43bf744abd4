import { ownCodeSystems } from '../../definitions/code-systems.ts';
import { isObject } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { asSent, without, withRelativeReferences } from '../push/stored.ts';
import { taskStatus } from './referral.ts';
import type { Progress, Referral, State } from './referral.ts';

const PROFILE = 'https://peerbridge.dev/fhir/StructureDefinition/peer-referral-task';
const FULFILL = { system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' };
/** Elements of a Task that are ours to say; all others are left as who else works on it has them. */
const OURS = [
  'resourceType',
  'status',
  'businessStatus',
  'intent',
  'code',
  'focus',
  'for',
  'authoredOn',
  'lastModified',
  'requester',
  'owner',
  'output',
] as const;
const OWNERS = /^(Organization|PractitionerRole)\//;

/** A referral as the server has it. */
export interface Request {
  /** `ServiceRequest/id` there. */
  readonly reference: string;
  readonly resource: JsonObject;
}

/**
 * What is told of a referral, as a Task of profile peer-referral-task, without identifier. Who it is about, who asked and who was asked
 * stand as in the server's own ServiceRequest; of ours there are states and their days alone. `base`: of the server.
 */
export function taskOf(
  referral: Referral,
  progress: Progress,
  { reference, resource }: Request,
  base: string,
): JsonObject {
  const request = withRelativeReferences(resource, base);
  const output = outputsOf(progress);
  return present({
    resourceType: 'Task',
    meta: { profile: [PROFILE] },
    status: taskStatus(progress),
    businessStatus: businessStatus(progress),
    intent: 'order',
    code: { coding: [FULFILL] },
    focus: { reference },
    for: referenceOf(request['subject']),
    authoredOn: referral.authoredOn,
    lastModified: lastModified(referral, progress),
    requester: referenceOf(request['requester']),
    owner: ownerOf(request, progress),
    output: output.length === 0 ? null : output,
  });
}

/** A Task that is there already, with what we say of it now. */
export function renewed(task: JsonObject, stored: JsonObject): JsonObject {
  const theirs = Object.entries(asSent(stored)).filter(([name]) => !OURS.some((own) => own === name));
  return { ...without(task, 'meta'), ...Object.fromEntries(theirs) };
}

/** The day of the last step, or, until there is one after it, of the referral: a clock would change it with each run. */
function lastModified({ authoredOn, referredDate }: Referral, progress: Progress): string | null {
  const { startDate, contactDate, meetingDate, dischargeDate } = progress;
  const [last] = [startDate, contactDate, meetingDate, dischargeDate]
    .filter((date) => date !== null)
    .sort()
    .reverse();
  return last !== undefined && (authoredOn === null || last > referredDate) ? last : authoredOn;
}

function businessStatus(progress: Progress): JsonObject {
  const { state } = progress;
  const date = dateOf(progress, state);
  const display = nameOf(state);
  return { ...coded(state), text: date === null ? display : `${display} on ${date}` };
}

/** The days of the steps that have been. */
function outputsOf(progress: Progress): JsonObject[] {
  return (['first-contact', 'met-in-person', 'discharged'] as const).flatMap((state) => {
    const date = dateOf(progress, state);
    return date === null ? [] : [{ type: coded(state), valueDate: date }];
  });
}

function dateOf(progress: Progress, state: State): string | null {
  const dates: Readonly<Record<State, string | null>> = {
    received: null,
    accepted: progress.startDate,
    'first-contact': progress.contactDate,
    'met-in-person': progress.meetingDate,
    discharged: progress.dischargeDate,
    cancelled: null,
  };
  return dates[state];
}

function coded(state: State): JsonObject {
  return { coding: [{ system: states().url, code: state, display: nameOf(state) }] };
}

function nameOf(state: State): string {
  return states().codes.get(state) ?? state;
}

const known: ReturnType<typeof ownCodeSystems> = [];

function states(): (typeof known)[number] {
  if (known.length === 0) known.push(...ownCodeSystems().filter(({ name }) => name === 'referral-progress'));
  const [found] = known;
  if (found === undefined) throw new TypeError('the code system referral-progress was not built');
  return found;
}

/** Whom the request names, if it is one; else the provider, by an identifier: it may have no record on the server. */
function ownerOf({ performer }: JsonObject, { provider: [identifier] }: Progress): JsonObject | null {
  const performers = [performer].flat().flatMap((one): JsonObject[] => [referenceOf(one) ?? []].flat());
  const [only, another] = performers;
  if (only !== undefined && another === undefined && OWNERS.test(String(only['reference']))) return only;
  return identifier === undefined ? null : { type: 'Organization', identifier: { ...identifier } };
}

/** A reference without its words, which may hold a name. */
function referenceOf(element: unknown): JsonObject | null {
  if (!isObject(element)) return null;
  const { reference, type, identifier } = element;
  const bare = present({ reference, type, identifier });
  return Object.keys(bare).length === 0 ? null : bare;
}

function present(elements: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(elements).filter(([, value]) => value !== null && value !== undefined));
}
