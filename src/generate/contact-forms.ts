import type { Service } from './codes.ts';
import { MODE, NO_CELL, STATUS, TYPE, UNKNOWN_MODE, YES_CELL } from './codes.ts';
import { Lot } from './random.ts';
import { NO, OPEN, YES } from './truth.ts';
import type { Truth } from './truth.ts';

/** A way in which a contact goes, how the record tells it, and what it is worth. */
export interface Form {
  readonly mode: string;
  /** Whether the record says that the member took part; empty: it doesn't say. */
  readonly engaged: '' | typeof YES_CELL | typeof NO_CELL;
  readonly type: string;
  readonly status: string;
  /** Whether it carries the days after it. */
  readonly counts: Readonly<Record<Service, Truth>>;
  /** Whether worker and member were in one place. */
  readonly inPerson: Truth;
  /** Nobody can tell from the record whether it counts. The member's own message of that day would tell more: there is none. */
  readonly isDoubtful: boolean;
  /** Only the month of it was written down. */
  readonly isDatedByMonth: boolean;
}

type Counts = Form['counts'];
const FOR_BOTH: Counts = { cps: YES, prc: YES };
const FOR_CPS: Counts = { cps: YES, prc: NO };
const FOR_NEITHER: Counts = { cps: NO, prc: NO };
const FOR_NOBODY_KNOWS: Counts = { cps: OPEN, prc: OPEN };

function form(mode: string, counts: Counts, rest: Partial<Form> = {}): Form {
  return {
    mode,
    counts,
    engaged: YES_CELL,
    type: TYPE.ongoing,
    status: STATUS.completed,
    inPerson: mode === MODE.inPerson ? YES : NO,
    isDoubtful: false,
    isDatedByMonth: false,
    ...rest,
  };
}

const VISIT = form(MODE.inPerson, FOR_BOTH);
const VISIT_UNSAID = form(MODE.inPerson, FOR_BOTH, { engaged: '' });
/** Who doesn't take part was still met; a coach's visit doesn't count then. */
const VISIT_IN_SILENCE = form(MODE.inPerson, FOR_CPS, { engaged: NO_CELL });
const ACCOMPANIED = form(MODE.inPerson, FOR_BOTH, { type: TYPE.accompaniment });
const ACCOMPANIED_BY_VIDEO = form(MODE.video, FOR_BOTH, { type: TYPE.accompaniment });
/** Going along counts for a peer specialist even where the member said nothing. */
const LISTENED_IN = form(MODE.video, FOR_CPS, { type: TYPE.accompaniment, engaged: NO_CELL });
const CALL = form(MODE.phone, FOR_BOTH);
const CALL_UNSAID = form(MODE.phone, FOR_BOTH, { engaged: '' });
const VOICEMAIL = form(MODE.phone, FOR_NEITHER, { engaged: NO_CELL });
const VIDEO = form(MODE.video, FOR_BOTH);
const PREPARATION = form(MODE.phone, FOR_BOTH, { type: TYPE.preparation });
const PREPARATION_ALONE = form(MODE.phone, FOR_NEITHER, { type: TYPE.preparation, engaged: NO_CELL });
const TEXTED = form(MODE.text, FOR_BOTH);
const TEXT_IGNORED = form(MODE.text, FOR_NEITHER, { engaged: NO_CELL });
const MAILED = form(MODE.email, FOR_CPS);
const MISSED_VISIT = form(MODE.inPerson, FOR_NEITHER, { status: STATUS.noShow, engaged: NO_CELL, inPerson: NO });
const MISSED_CALL = form(MODE.video, FOR_NEITHER, { status: STATUS.noShow, engaged: NO_CELL });
/** Nobody noted what became of it: it never happened, as far as the record says. */
const STILL_SCHEDULED = form(MODE.inPerson, FOR_NEITHER, { status: STATUS.scheduled, engaged: '', inPerson: NO });
/** Work for the member without the member, entered among the contacts. */
const COLLATERAL = form(MODE.inPerson, FOR_NEITHER, { type: TYPE.collateral, engaged: '', inPerson: NO });
/** Begun, and never closed. */
const LEFT_OPEN = form(MODE.inPerson, FOR_NOBODY_KNOWS, { status: STATUS.open, inPerson: OPEN, isDoubtful: true });
const CALL_THAT_MONTH = form(MODE.phone, FOR_NOBODY_KNOWS, { isDatedByMonth: true });
/** A text logged as a contact, without a word on whether the member answered. */
const TEXT_UNSAID = form(MODE.text, FOR_NOBODY_KNOWS, { engaged: '', isDoubtful: true });
const BY_PORTAL = form(UNKNOWN_MODE, FOR_NOBODY_KNOWS, { engaged: '', inPerson: OPEN, isDoubtful: true });

export const FIRST_MEETING = form(MODE.inPerson, FOR_BOTH, { type: TYPE.initial });
export const DOUBTFUL_MEETING = BY_PORTAL;
export const AFTER_DISCHARGE = CALL;

export type Drawn = Form | 'messages';
type Weights = readonly (readonly [Drawn, number])[];

/** Nothing that is in person, and nothing that might be. */
const REMOTE: Weights = [
  [CALL, 20],
  [CALL_UNSAID, 8],
  [VIDEO, 8],
  [VOICEMAIL, 14],
  [MISSED_VISIT, 8],
  [MISSED_CALL, 4],
  [TEXTED, 3],
  [TEXT_IGNORED, 3],
  [TEXT_UNSAID, 2],
  [MAILED, 2],
  [CALL_THAT_MONTH, 0.3],
  [STILL_SCHEDULED, 2],
  [COLLATERAL, 3],
  ['messages', 26],
];
const SETTLED: Weights = [
  ...REMOTE,
  [VISIT, 60],
  [VISIT_UNSAID, 10],
  [VISIT_IN_SILENCE, 2],
  [ACCOMPANIED, 10],
  [ACCOMPANIED_BY_VIDEO, 2],
  [PREPARATION, 5],
  [PREPARATION_ALONE, 3],
  [LISTENED_IN, 3],
  [BY_PORTAL, 4],
  [LEFT_OPEN, 2],
];

export const BEFORE_MEETING = new Lot<Drawn>(REMOTE);
export const AFTER_MEETING = new Lot<Drawn>(SETTLED);
