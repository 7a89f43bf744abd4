import type { LakeManifest } from '../../lake/pulled/manifest.ts';
import type { Staging } from '../../lake/pulled/staging.ts';
import type { FhirHttp } from '../http.ts';
import type { Capability } from '../search/capability.ts';
import type { Checkpoint, PullState } from './state.ts';

/** What is asked of a pull. */
export interface PullOptions {
  /** Resource types, those that the rules need. */
  readonly types: readonly string[];
  /** Null: as the CapabilityStatement says. */
  readonly method: 'search' | 'bulk' | null;
  /** Id of a Group, or null. */
  readonly group: string | null;
  /** Ids of Patients to be asked for one by one, or null. */
  readonly patients: readonly string[] | null;
  /** Read everything, not only what changed. */
  readonly isFull: boolean;
  readonly pageSize: number;
  /** Seconds before the last pull that are asked for again. */
  readonly overlap: number;
  /** Beginnings of links that mean the server. */
  readonly aliases: readonly string[];
  readonly concurrency: number;
  readonly bulk: BulkOptions;
}

export interface BulkOptions {
  /** How `_type` is sent: in one parameter, in one for each type, or not at all. */
  readonly types: 'comma' | 'repeat' | 'none';
  readonly typeFilters: readonly string[];
  /** Longest pause between two looks at the export, and longest wait for it. Milliseconds. */
  readonly poll: number;
  readonly wait: number;
}

/** What the parts of a pull share. */
export interface PullContext {
  readonly http: FhirHttp;
  readonly options: PullOptions;
  readonly capability: Capability;
  /** What the lake says of this source; null before the first pull. */
  readonly before: LakeManifest | null;
  /** Folder of the source in the lake. */
  readonly folder: string;
  /** Folder of this pull. */
  readonly work: string;
  readonly state: PullState;
  readonly staging: Staging;
  readonly checkpoint: Checkpoint;
  readonly log: PullLog;
  /** Ends what is under way beside what failed. */
  readonly abort: (reason: unknown) => void;
}

/** What a pull tells while it goes on: words and counts, no contents. */
export interface PullLog {
  /** One line that stays. */
  readonly line: (text: string) => void;
  /** How far it is; each replaces the one before. `all` is null where nobody knows. */
  readonly progress: (what: string, done: number, all: number | null) => void;
}
