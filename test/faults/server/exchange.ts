/** What is asked of a server, and what it says. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

export interface Ask {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they were sent. */
  readonly sent: string;
  /** Path below the FHIR base, without a slash at its beginning: `Encounter`, `$export`, `token`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** How many times this method and path have been asked, this one included. */
  readonly nth: number;
  /** When, in milliseconds of the process. */
  readonly at: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Takes the connection over: it may stall, lie about lengths, or cut it. */
export type Misdeed = (response: ServerResponse) => void;

/** What goes wrong: another reply than a server in order would give, or none (undefined: nothing goes wrong here). */
export type Fault = (ask: Ask, reply: Reply) => Reply | Misdeed | undefined;

/** Says no before anything is done; undefined: nothing is refused. */
export type Refusal = (ask: Ask) => Reply | undefined;

export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: { readonly versionId?: string; readonly lastUpdated?: string; readonly [element: string]: unknown };
  readonly [element: string]: unknown;
}

export interface Bundle extends Resource {
  readonly resourceType: 'Bundle';
  readonly type: string;
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly Entry[];
}

export interface Entry {
  readonly fullUrl?: string;
  readonly resource?: Resource;
  readonly search?: { readonly mode: string };
  readonly request?: Readonly<Record<string, string>>;
  readonly response?: Readonly<Record<string, unknown>>;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/fhir+json;charset=UTF-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function outcome(code: string, severity = 'error', diagnostics = `it is ${code}`): Resource {
  return { resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics }] };
}

export function refusal(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return json(status, outcome(code), headers);
}
