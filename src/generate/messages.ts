import { MODE } from './codes.ts';
import type { ThreadStart } from './contacts.ts';
import type { Episode } from './course.ts';
import { Lot } from './random.ts';
import type { Random } from './random.ts';
import { workerOn } from './staff.ts';
import type { Role } from './staff.ts';

/** One text or e-mail. */
export interface Message {
  readonly id: string;
  readonly episode: Episode;
  readonly day: number;
  readonly minute: number;
  readonly isFromMember: boolean;
  readonly medium: string;
  readonly role: Role;
  /** The message that it answers. */
  readonly answers: Message | null;
  /** All that hangs together by answers. */
  readonly thread: Thread;
}

/** Whether someone of the provider wrote in it. */
export interface Thread {
  hasProvider: boolean;
}

/** One message of a pattern: so many days after the first, at which time, by whom, and whether it answers the one before it. */
interface Step {
  readonly after: number;
  readonly minute: number;
  readonly isFromMember: boolean;
  readonly isAnswer: boolean;
}

const out = (after: number, minute: number): Step => ({ after, minute, isFromMember: false, isAnswer: true });
const back = (after: number, minute: number): Step => ({ after, minute, isFromMember: true, isAnswer: true });
/** Written anew: the record doesn't say that it answers anything. */
const anew = (step: Step): Step => ({ ...step, isAnswer: false });

const PATTERNS = new Lot<readonly Step[]>([
  // asked and answered: at once, on the next day, days later
  [[out(0, 615), back(0, 640)], 20],
  [[out(0, 1010), back(1, 555)], 10],
  [[out(0, 600), back(4, 720)], 4],
  [[out(0, 570), back(0, 600), out(0, 610), back(0, 665), back(1, 700)], 8],
  // the member begins: answered, or not
  [[back(0, 800), out(0, 830)], 8],
  [[back(0, 1290), out(1, 540)], 6],
  [[back(0, 700)], 8],
  // nobody answers the worker
  [[out(0, 660)], 14],
  [[out(0, 660), anew(out(2, 660)), anew(out(5, 600))], 6],
  // without a link: of one day it is an exchange, of two it is none
  [[out(0, 905), anew(back(0, 1100))], 5],
  [[out(0, 1100), anew(back(1, 610))], 4],
  // around midnight
  [[out(0, 1430), back(1, 5)], 3],
  [[out(0, 1437), anew(back(1, 4))], 2],
]);

/** The messages of a thread that were sent up to a day. `number` tells threads of an episode apart. */
export function messagesOf(random: Random, { episode, day }: ThreadStart, number: number, until: number): Message[] {
  const medium = random.chance(80) ? MODE.text : MODE.email;
  const role = workerOn(random, episode.provider.roles, episode.service, day);
  const messages: Message[] = [];
  for (const { after, minute, isFromMember, isAnswer } of PATTERNS.draw(random)) {
    if (day + after > until) break;
    const before = messages.at(-1);
    const answers = isAnswer && before !== undefined ? before : null;
    const thread = answers?.thread ?? { hasProvider: false };
    if (!isFromMember) thread.hasProvider = true;
    messages.push({
      id: `t-${episode.id.slice(2)}-${number}-${messages.length + 1}`,
      episode,
      day: day + after,
      minute,
      isFromMember,
      medium,
      role,
      answers,
      thread,
    });
  }
  return messages;
}
