import type { ReasonTotal, Summary } from '../summary.ts';

/** What a source can answer, and what it lacks. Dates are local, YYYY-MM-DD, ends inclusive. */
export interface Readiness {
  period: Period;
  engine: string;
  /** Types that some rule needs, as the source has them. */
  resources: ResourceState[];
  specifications: SpecificationState[];
  /** Specifications of which no day is judged: nothing else helps before that. */
  nothingToJudge: string[];
  /** Reasons of undecided days, the one that costs most first. */
  toDo: ToDo[];
  issues: Summary['specifications'][number]['issues'];
}

/** `asked`: by --from and --to. Else what was not asked follows from the data: its last contact, or, without one, the last begin of an episode. */
export interface Period {
  /** Null: the data has no day to count from. */
  from: string | null;
  to: string | null;
  asOf: string | null;
  basis: 'asked' | 'contacts' | 'episodes' | 'nothing';
}

export interface ResourceState {
  type: string;
  hasFile: boolean;
  /** Whether the absence of one is known to be one; null: no rule rests on that. */
  complete: boolean | null;
  /** Members for whom alone it isn't complete. */
  membersIncomplete: number;
  read: number;
  /** How many of them are of each specification's services: contacts and messages of its members, say. */
  ofService: { specification: string; resources: number }[];
}

export interface SpecificationState {
  id: string;
  title: string;
  clauses: {
    all: number;
    notAutomated: number;
    automated: number;
    decidable: number;
    partly: number;
    notDecidable: number;
  };
  /** In the order of the document. */
  automated: ClauseState[];
  /** In the order in which its rules need them. */
  elements: ElementState[];
  memberDays: Summary['specifications'][number]['memberDays'];
}

export type Decidable = 'yes' | 'partly' | 'no';

export interface ClauseState {
  id: string;
  says: string;
  /** Null: it is decided through other clauses. */
  rule: string | null;
  through: string[];
  decidable: Decidable;
  because: Lack[];
}

/** `no-resource`: there is none of these types. `incomplete`: not all are known. `element`: some don't say it. */
export interface Lack {
  kind: 'no-resource' | 'incomplete' | 'element';
  of: string[];
  place: string | null;
  what: string;
  without: string;
  /** Of an element: in how many of how many resources it is missing or not understood; else null. */
  lacking: number | null;
  records: number | null;
  /** Whether nothing can be decided for it. */
  total: boolean;
}

/** In how many resources of the specification's services an element is there. */
export interface ElementState {
  place: string;
  of: string[];
  what: string;
  without: string;
  /** Rules that need it. */
  rules: string[];
  records: number;
  there: number;
  missing: number;
  notUnderstood: number;
  /** To one decimal place; null: there is no record. */
  missingPercent: number | null;
  notUnderstoodPercent: number | null;
  /** Undecided days that rest on a resource in which it is missing or not understood. */
  memberDays: number;
}

export interface ToDo extends ReasonTotal {
  wouldBeDecidedBy: string;
  /** Types that aren't complete, where that is the reason. */
  incomplete: string[];
  /** Elements that are missing or not understood in what these days rest on, the one of most days first. */
  elements: { specification: string; place: string; what: string; memberDays: number }[];
}
