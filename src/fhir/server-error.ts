import { EnvironmentError } from '../errors.ts';

/**
 * Why a server could not be used:
 * `unreachable` – no connection; the same again may work later.
 * `timed-out` – no whole answer within the time for one request.
 * `torn` – answers that broke off, again and again.
 * `status` – an HTTP status that isn't what was asked for.
 * `unauthorized` – it doesn't take our credentials.
 * `untrusted` – an answer that no honest FHIR server gives, or that would lead elsewhere: nothing of it is used.
 */
export type ServerFault = 'unreachable' | 'timed-out' | 'torn' | 'status' | 'unauthorized' | 'untrusted';

/** A server failed us. The message says what was asked, in words, and what to do: no URL parameters, no contents, no credentials. */
export class ServerError extends EnvironmentError {
  readonly fault: ServerFault;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  /** Milliseconds that the server asked to wait, or null. */
  readonly retryAfter: number | null;

  constructor(
    fault: ServerFault,
    purpose: string,
    message: string,
    status: number | null = null,
    retryAfter: number | null = null,
  ) {
    super(`${purpose}: ${message}`);
    this.fault = fault;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed a moment later. */
  get mayPass(): boolean {
    return this.fault === 'unreachable' || this.fault === 'torn';
  }
}
