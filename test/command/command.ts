/** Runs the real command line, as a user does: a process of its own, that is given arguments and gives texts and an exit code. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Path of the program. */
export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** So that Node compiles a file once, not in each of a hundred processes; a cache of compiled code, no state of ours. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/command-tests', import.meta.url));
/** More at once only wait for each other. */
const AT_ONCE = 2;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Of the user who runs it. */
  readonly uid?: number;
}

/** A command that is running. */
export interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Comes true once stderr holds the text; rejects where the command ends without it. */
  readonly said: (text: string) => Promise<void>;
}

let free = AT_ONCE;
const waiting: (() => void)[] = [];

/** Runs a command to its end; at most two of them at once. */
export async function peerbridge(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  if (free > 0) free--;
  else
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  try {
    return await start(args, surroundings).ended;
  } finally {
    // whoever waits takes the place over
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }
}

/** Starts a command, to interfere with it. */
export function start(args: readonly string[], { env = {}, uid }: Surroundings = {}): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid }),
  });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: stdout(), stderr: stderr() });
    });
  });
  return { ended, kill: (signal) => child.kill(signal), said: (text) => said(child, stderr, text) };
}

function textOf(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function said(child: ChildProcessByStdio<null, Readable, Readable>, soFar: () => string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (soFar().includes(text)) resolve();
    };
    child.stderr.on('data', look);
    child.once('close', () => {
      reject(new Error(`it ended without saying ${text}: ${soFar()}`));
    });
    look();
  });
}

/** Lines of a text that ends with a line end. */
export function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
