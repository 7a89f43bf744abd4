import type { Ended, Running } from '../command/command.ts';
import type { Fault, Refusal } from './server/exchange.ts';
import type { FhirServer, Setting } from './server/fhir-server.ts';

/** Where a case is played: its servers, its folders, and the command that it runs. */
export interface World {
  readonly server: FhirServer;
  /** Another origin. */
  readonly other: FhirServer;
  readonly lake: string;
  /** A path in the folder of the case. */
  readonly at: (...path: string[]) => string;
  /** Options that show who we are, where the server is guarded. */
  readonly credentials: readonly string[];
  /** `peerbridge pull` from the server into the lake. */
  readonly pull: (...options: string[]) => Promise<Ended>;
  /** The same, without waiting for its end. */
  readonly start: (...options: string[]) => Running;
  /** The same with Parquet. */
  readonly startWithParquet: () => Running;
  /** `peerbridge pull` into another lake. */
  readonly pullInto: (lake: string) => Promise<Ended>;
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
}

/** How a fault is played. */
export interface Scenario {
  readonly setting?: Setting;
  /** What the server does wrong; where a case fails, only after one pull that went well. */
  readonly faults?: (world: World) => readonly Fault[];
  /** What the server does not do, and says so. */
  readonly refusals?: (world: World) => readonly Refusal[];
  /** A process is killed, and leaves what it had for itself. */
  readonly kills?: true;
  /** What is run in place of one pull; the last that ended is judged. */
  readonly play?: (world: World) => Promise<Ended>;
  /** What else must hold at the end. */
  readonly verify?: (world: World, ended: Ended) => void | Promise<void>;
}

export type Scenarios = Readonly<Record<string, Scenario>>;
