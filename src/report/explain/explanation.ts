/** A day of a member, explained. Dates are local, YYYY-MM-DD, ends inclusive. */
export interface Explanation {
  member: string;
  date: string;
  asOf: string;
  /** One for each specification and provider that judges the day; empty: no episode has it. */
  answers: Answer[];
  /** The member's episodes, whether they have the day or not. */
  episodes: EpisodeDates[];
}

export interface EpisodeDates {
  specification: string;
  provider: string | null;
  episode: string;
  firstDate: string;
  /** Null: open. */
  lastDate: string | null;
  hasDay: boolean;
}

export interface Answer {
  specification: string;
  provider: string | null;
  outcome: string;
  reason: string;
  means: string;
  eligibleThrough: string | null;
  nextContactDue: string | null;
  evidence: string[];
  gates: Gate[];
  /** Readings under which the outcome would be another; outcome null: they don't list the day. */
  readings: {
    ambiguity: string;
    parameter: string;
    value: string;
    question: string;
    means: string;
    outcome: string | null;
  }[];
  /** What to do, by when. */
  toDo: string[];
}

export interface Gate {
  episode: string;
  /** Null: the episode's own dates are in doubt. */
  clause: string | null;
  says: string;
  cites: string;
  outcome: string;
  reason: string;
  means: string;
  /** What speaks for or against the day. */
  carriers: Carrier[];
  /** The last that satisfied before the day, and the first that does after it. */
  before: Carrier | null;
  after: Carrier | null;
}

export interface Carrier {
  resource: string | null;
  reason: string;
  /** From when to when it holds. Null: without end. */
  from: string | null;
  through: string | null;
  /** Of a contact. Several dates or modes: it may be any of them. */
  contact: { firstDate: string; lastDate: string; mode: string | null; engaged: string | null } | null;
}
