import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { parseJson } from '../lake/json-text.ts';
import { isSafeScheme } from './address.ts';
import { basic, bearer, NO_AUTHENTICATION } from './authentication.ts';
import type { Authentication } from './authentication.ts';
import type { SigningKey, SmartClient } from './smart.ts';

/** Paths of the files that hold secrets: at most one. Secrets are never arguments, which every user of a machine can see. */
export interface CredentialFiles {
  readonly smart: string | undefined;
  readonly basic: string | undefined;
  readonly token: string | undefined;
}

/** How to authenticate: ready, or by a client that asks for tokens. */
export type Credentials =
  | { readonly kind: 'ready'; readonly authentication: Authentication }
  | { readonly kind: 'smart'; readonly client: SmartClient };

const smartSchema = z.strictObject({
  clientId: z.string().min(1),
  tokenUrl: z.url().optional(),
  scopes: z.union([z.string().min(1), z.array(z.string().min(1)).nonempty()]).optional(),
  /** Path of the private JWK, or a set of them, from the folder of this file. */
  privateKey: z.string().min(1),
  /** Which key of the set. */
  kid: z.string().min(1).optional(),
});
const keySchema = z.looseObject({
  kty: z.enum(['EC', 'RSA']),
  kid: z.string().min(1),
  crv: z.string().exactOptional(),
  alg: z.string().exactOptional(),
  d: z.string().min(1),
});
const keySetSchema = z.looseObject({ keys: z.array(z.unknown()) });

/** Reads what the options name. Throws UsageError where a file can't be read, or isn't what it should be; it quotes nothing of it. */
export async function readCredentials(files: CredentialFiles): Promise<Credentials> {
  const given = [files.smart, files.basic, files.token].filter((file) => file !== undefined);
  if (given.length > 1) throw new UsageError('--smart, --basic-file and --token-file exclude each other');
  if (files.smart !== undefined) return { kind: 'smart', client: await readSmart(files.smart) };
  return { kind: 'ready', authentication: await readFixed(files) };
}

async function readFixed(files: CredentialFiles): Promise<Authentication> {
  if (files.token !== undefined) {
    const token = (await secretOf(files.token)).trim();
    if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`${files.token} should hold a token, in one line`);
    return bearer(token);
  }
  if (files.basic === undefined) return NO_AUTHENTICATION;
  const credentials = (await secretOf(files.basic)).replace(/\r?\n$/, '');
  if (!/^[^:\r\n]+:[^\r\n]*$/.test(credentials))
    throw new UsageError(`${files.basic} should hold user:password, in one line`);
  return basic(credentials);
}

async function readSmart(file: string): Promise<SmartClient> {
  const parsed = smartSchema.safeParse(await jsonIn(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not what it should be'}`);
  }
  const { clientId, tokenUrl, scopes, privateKey, kid } = parsed.data;
  const url = tokenUrl === undefined ? null : new URL(tokenUrl);
  if (url !== null && !isSafeScheme(url)) throw new UsageError(`${file}: tokenUrl: must be https`);
  const keyFile = resolve(dirname(file), privateKey);
  const readKey = (): Promise<SigningKey> => readSigningKey(keyFile, kid);
  // A key that can't be used is found out before anything is asked.
  await readKey();
  return { clientId, tokenUrl: url, scopes: scopes === undefined ? null : [scopes].flat().join(' '), readKey };
}

async function readSigningKey(file: string, kid: string | undefined): Promise<SigningKey> {
  const json = await jsonIn(file);
  const set = keySetSchema.safeParse(json);
  const keys = (set.success ? set.data.keys : [json])
    .map((key) => keySchema.safeParse(key))
    .flatMap((key) => (key.success && (kid === undefined || key.data.kid === kid) ? [key.data] : []));
  const [jwk, second] = keys;
  if (jwk === undefined)
    throw new UsageError(
      `${file} should hold a private JWK (EC or RSA) with a kid${kid === undefined ? '' : ' as named'}`,
    );
  if (second !== undefined) throw new UsageError(`${file} holds several keys: name one by kid in the SMART file`);
  return { jwk, kid: jwk.kid, alg: algorithmOf(jwk, file), file };
}

/** SMART Backend Services knows these two alone. */
function algorithmOf({ kty, crv, alg }: z.infer<typeof keySchema>, file: string): SigningKey['alg'] {
  const fitting = kty === 'RSA' ? 'RS384' : crv === 'P-384' ? 'ES384' : null;
  if (fitting === null || (alg !== undefined && alg !== fitting))
    throw new UsageError(`${file}: the key should be for ES384 (EC, P-384) or RS384 (RSA)`);
  return fitting;
}

async function jsonIn(file: string): Promise<unknown> {
  const json = parseJson(await secretOf(file));
  if (json === undefined) throw new UsageError(`${file} is not JSON`);
  return json;
}

async function secretOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}
