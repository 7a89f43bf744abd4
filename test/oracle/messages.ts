/** Which messages are part of an exchange, and so a contact (case-rate.md, 20). */
import { belongsTo, organizationsOf, serviceOfMessage } from './belonging.ts';
import { kindsOf } from './contact.ts';
import type { Contact } from './contact.ts';
import { datesOf } from './dates.ts';
import type { Range } from './dates.ts';
import { and, known, or, unanimous } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { modesOf } from './modes.ts';
import { target, targets } from './resources.ts';
import type { Communication } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';

interface Message {
  readonly id: string;
  readonly communication: Communication;
  readonly dates: Range;
  /** 14. */
  readonly status: Kleene;
  /** Smallest id of all that inResponseTo links. */
  readonly thread: string;
  /** The thread answers a message that isn't in the data. */
  readonly dangling: boolean;
}

const counted = ['completed'];
const doubted = ['in-progress', 'unknown'];

/** All messages about one member that exist as of as-of (4), ignored ones too: those still link a thread (20). */
export function messagesOf(source: Source, member: string): Message[] {
  const existing = [...source.communications].flatMap(([id, communication]) => {
    const dates = datesOf(communication.sent ?? communication.received);
    const exists = target(communication.subject) === member && dates.lo <= source.asOf;
    return exists ? [{ id, communication, dates, answers: targets(communication.inResponseTo) }] : [];
  });
  const threadOf = new Map(existing.map(({ id }) => [id, id]));
  // joined until nothing changes: plain, and threads are short
  for (let changed = true; changed;) {
    changed = false;
    for (const { id, answers } of existing)
      for (const other of answers) {
        const [a, b] = [threadOf.get(id), threadOf.get(other)];
        if (a === undefined || b === undefined || a === b) continue;
        changed = true;
        threadOf.set(id, a < b ? a : b).set(other, a < b ? a : b);
      }
  }
  const dangling = new Set(
    existing
      .filter(({ answers }) => answers.some((other) => !source.communications.has(other)))
      .map(({ id }) => threadOf.get(id)),
  );
  return existing.map(({ id, communication, dates }) => {
    const thread = threadOf.get(id) ?? id;
    const { status } = communication;
    return {
      id,
      communication,
      dates,
      status: counted.includes(status) ? 'S' : doubted.includes(status) ? 'I' : 'N',
      thread,
      dangling: dangling.has(thread),
    };
  });
}

/** 10: a message belongs to the organization of its parties other than the member. */
function messageBelongsTo(source: Source, { communication, dates }: Message, provider: string): Kleene {
  const parties = targets([communication.sender ?? {}, ...communication.recipient]);
  return belongsTo(
    source,
    parties.flatMap((party) => organizationsOf(source, party)),
    provider,
    dates,
  );
}

/** A relative, say: neither the member nor anybody of a provider. */
function isOfNoProvider(sender: string | undefined): boolean {
  return sender !== undefined && /^(Patient|RelatedPerson)\//.test(sender);
}

/** 20: whether someone of the provider wrote to the member with it. Service and medium don't matter. */
function isFromProvider(source: Source, message: Message, member: string, provider: string): Kleene {
  const { sender, recipient } = message.communication;
  const from = target(sender);
  if (from === member || isOfNoProvider(from)) return 'N';
  const written = from === undefined ? 'I' : belongsTo(source, organizationsOf(source, from), provider, message.dates);
  const recipients = targets(recipient);
  return and([message.status, written, recipients.length === 0 ? 'I' : known(recipients.includes(member))]);
}

/** The same local date: certain only where both dates are. */
export function sameDate(a: Range, b: Range): Kleene {
  if (a.lo > b.hi || b.lo > a.hi) return 'N';
  return a.lo === a.hi && b.lo === b.hi ? 'S' : 'I';
}

/** 18: whether the member wrote to the provider on a date. */
export function memberWroteOn(source: Source, member: string, provider: string, dates: Range): Kleene {
  return or(
    messagesOf(source, member)
      .filter(({ communication }) => target(communication.sender) === member)
      .map((message) =>
        and([message.status, messageBelongsTo(source, message, provider), sameDate(message.dates, dates)]),
      ),
  );
}

/** 20: how far a message is a contact by way of an exchange. */
function isExchange(source: Source, messages: readonly Message[], message: Message, member: string, provider: string) {
  const sender = target(message.communication.sender);
  if (sender !== undefined && sender !== member && isOfNoProvider(sender)) return 'N';
  if (message.dangling || sender === undefined) return 'I';
  if (sender !== member) return 'N';
  return or(
    messages.map((other) =>
      and([
        isFromProvider(source, other, member, provider),
        other.thread === message.thread ? 'S' : sameDate(other.dates, message.dates),
      ]),
    ),
  );
}

/** Messages as contacts with a provider. */
export function messageContacts(source: Source, settings: Settings, member: string, provider: string): Contact[] {
  // A11: with flag-only no message counts
  if (settings.async === 'flag-only') return [];
  const messages = messagesOf(source, member);
  return messages.map((message) => {
    const modes = modesOf(message.communication.medium);
    const counts = and([
      message.status,
      messageBelongsTo(source, message, provider),
      serviceOfMessage(source, message.communication, settings.service),
      isExchange(source, messages, message, member, provider),
      unanimous(modes.map((mode) => known(settings.modes.includes(mode)))),
    ]);
    return {
      id: message.id,
      start: message.dates,
      end: message.dates,
      counts,
      kinds: new Set(kindsOf('remote', counts)),
      episodes: [],
      linkedKinds: new Set(),
    };
  });
}
