import type { Period } from '../calendar.ts';
import type { Contact } from '../contacts.ts';
import { STATUS } from '../codes.ts';
import type { Role } from '../staff.ts';
import { isHeld } from './contacts-held.ts';
import type { MemberFacts } from './member-facts.ts';
import { daysOnCaseload } from './member-facts.ts';
import { pregnantOrPostpartum } from './perinatal-clauses.ts';
import { spansOver } from './verdict.ts';
import type { VerdictSpan } from './verdict.ts';

/** A contact puts a member on the caseload of a coach for so many dates, its own included. */
const WINDOW = 21;

/** Whether a coach serves somebody who is pregnant or had a child within the year. */
const [NOBODY, PERHAPS, SOMEBODY] = [0, 1, 2] as const;
export type Serves = 'nobody' | 'perhaps' | 'somebody';
const NAMES: readonly Serves[] = ['nobody', 'perhaps', 'somebody'];

/** Whom coaches of a catchment serve, day by day. */
export class Caseload {
  readonly #period: Period;
  readonly #served = new Map<string, Uint8Array>();

  constructor(period: Period) {
    this.#period = period;
  }

  add(facts: MemberFacts): void {
    const spans = spansOver(daysOnCaseload(facts), pregnantOrPostpartum(facts)).filter(
      ({ verdict }) => verdict !== 'not-satisfied',
    );
    const { story, service, provider } = facts;
    for (const contact of story.contacts)
      if (contact.service === service && contact.provider === provider && isHeld(contact)) this.#meet(contact, spans);
    for (const { isFromMember, episode, day, role } of story.messages)
      if (isFromMember && episode.service === service && episode.provider === provider)
        this.#mark(role, day, day + WINDOW - 1, SOMEBODY, spans);
  }

  on({ worker }: Role, day: number): Serves {
    return NAMES[this.#served.get(worker)?.[day - this.#period.from] ?? NOBODY] ?? 'nobody';
  }

  /** Days on which that may change: any. */
  changes(): number[] {
    const { from, to } = this.#period;
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }

  #meet({ role, days, form }: Contact, spans: readonly VerdictSpan[]): void {
    this.#mark(role, days.first, days.last + WINDOW - 1, PERHAPS, spans);
    if (form.status === STATUS.completed) this.#mark(role, days.last, days.first + WINDOW - 1, SOMEBODY, spans);
  }

  #mark(
    { worker }: Role,
    first: number,
    last: number,
    serves: typeof PERHAPS | typeof SOMEBODY,
    spans: readonly VerdictSpan[],
  ): void {
    const { from, to } = this.#period;
    const served = this.#served.get(worker) ?? new Uint8Array(to - from + 1);
    this.#served.set(worker, served);
    for (const span of spans) {
      const sure = span.verdict === 'satisfied' ? serves : PERHAPS;
      for (let day = Math.max(first, span.first); day <= Math.min(last, span.last); day++)
        served[day - from] = Math.max(served[day - from] ?? NOBODY, sure);
    }
  }
}
