import { lookup } from 'node:dns/promises';
import { UsageError } from '../errors.ts';
import { isLoopback, isPublicAddress, isSafeScheme, literalAddress } from './address.ts';
import { NO_AUTHENTICATION } from './authentication.ts';
import type { Authentication } from './authentication.ts';
import type { Credentials } from './credentials.ts';
import { FhirHttp } from './http.ts';
import type { HttpOptions } from './http.ts';
import { SmartAuthentication } from './smart.ts';

export interface ConnectOptions extends Omit<HttpOptions, 'base' | 'authentication' | 'mayBePrivate'> {
  readonly credentials: Credentials;
  /** What scopes are asked for where none are given. */
  readonly access: 'read' | 'write';
  /** Whether plain http to another machine is allowed. */
  readonly allowHttp: boolean;
}

/** The base of a FHIR server as it was typed. Throws UsageError where it can be none, or is no https. */
export function baseOf(text: string, allowHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageError('the URL of a FHIR server is like https://fhir.example.org/r4, without ? and #');
  if (url.username !== '' || url.password !== '')
    throw new UsageError('no credentials in a URL: put them into a file, --basic-file');
  if (!isSafeScheme(url) && !allowHttp)
    throw new UsageError('records are not sent over plain http beyond this machine: use https, or --allow-http');
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Ready to talk to a server. Nothing is sent yet. Throws UsageError. */
export async function connect(text: string, options: ConnectOptions): Promise<FhirHttp> {
  const base = baseOf(text, options.allowHttp);
  const mayBePrivate = await isInPrivateNetwork(base);
  const authentication = authenticationOf({ ...options, base, mayBePrivate });
  return new FhirHttp({ ...options, base, mayBePrivate, authentication });
}

function authenticationOf(options: ConnectOptions & { base: URL; mayBePrivate: boolean }): Authentication {
  const { credentials, surroundings, access, mayBePrivate } = options;
  if (credentials.kind === 'ready') return credentials.authentication;
  const { client } = credentials;
  // A token URL that the user gave is as trusted as the base.
  const http = new FhirHttp({
    ...options,
    authentication: NO_AUTHENTICATION,
    mayBePrivate: mayBePrivate || client.tokenUrl !== null,
  });
  return new SmartAuthentication(client, http, surroundings, access);
}

/** A server inside a network may lead to its neighbours, as to the store of its exports; one outside may not lead inside. */
async function isInPrivateNetwork(base: URL): Promise<boolean> {
  if (isLoopback(base)) return true;
  const literal = literalAddress(base);
  if (literal !== null) return !isPublicAddress(literal);
  const found = await lookup(base.hostname, { all: true }).catch(() => []);
  return found.some(({ address }) => !isPublicAddress(address));
}
