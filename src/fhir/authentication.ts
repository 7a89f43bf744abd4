/** How requests show who sends them. */
export interface Authentication {
  /** Value of the `Authorization` header, or null where none is sent. `signal` ends a wait for a token. */
  readonly header: (signal: AbortSignal) => Promise<string | null>;
  /** Told that a server refused the header: true where another one can be had, so that one more attempt makes sense. */
  readonly refused: (header: string) => boolean;
}

export const NO_AUTHENTICATION: Authentication = fixed(null);

/** HTTP Basic (RFC 7617). `credentials` is `user:password`. */
export function basic(credentials: string): Authentication {
  return fixed(`Basic ${Buffer.from(credentials).toString('base64')}`);
}

/** A bearer token that was given, and that nobody renews (RFC 6750). */
export function bearer(token: string): Authentication {
  return fixed(`Bearer ${token}`);
}

function fixed(header: string | null): Authentication {
  return { header: () => Promise.resolve(header), refused: () => false };
}
