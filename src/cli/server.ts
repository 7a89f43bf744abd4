import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { EnvironmentError, UsageError } from '../errors.ts';
import { connect } from '../fhir/connect.ts';
import { readCredentials } from '../fhir/credentials.ts';
import type { FhirHttp } from '../fhir/http.ts';
import type { Surroundings } from '../fhir/surroundings.ts';
import type { Arguments } from './options.ts';

/** The clock and the dice of this machine. */
export const SURROUNDINGS: Surroundings = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, { signal }).catch(() => {
      signal.throwIfAborted();
    });
  },
  random: () => Math.random(),
  unique: () => randomUUID(),
};

/** A server as the options describe it. Throws UsageError. */
export async function serverOf(
  url: string,
  given: Arguments,
  access: 'read' | 'write',
  signal: AbortSignal,
): Promise<FhirHttp> {
  const credentials = await readCredentials({
    smart: given.last('smart'),
    basic: given.last('basic-file'),
    token: given.last('token-file'),
  });
  return await connect(url, {
    credentials,
    access,
    surroundings: SURROUNDINGS,
    timeout: 1000 * numberOf(given, 'timeout', 20, 0.05),
    concurrency: concurrencyOf(given),
    rate: given.last('rate') === undefined ? null : numberOf(given, 'rate', 1, 0.01),
    allowHttp: given.has('allow-http'),
    signal,
  });
}

export function concurrencyOf(given: Arguments): number {
  return Math.floor(numberOf(given, 'concurrency', 4, 1));
}

/** A number that an option gives. Throws UsageError where it is none, or less than the least. */
export function numberOf(given: Arguments, name: string, otherwise: number, least: number): number {
  const text = given.last(name);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < least || number > 1e7)
    throw new UsageError(`--${name} needs a number from ${least} on; it is ${text}`);
  return number;
}

/** Lines of a file that an option names, without blank ones. Throws UsageError. */
export async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Does work that SIGINT and SIGTERM end in good order: what is under way rejects, and what has come is written down. */
export async function interruptible<T>(work: (controller: AbortController) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupted = (): void => {
    controller.abort(new EnvironmentError('interrupted: the same command goes on from here'));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(controller);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
