/** One of the threads that check lines: takes blocks, gives what was found. Started by `Pool`. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { ValidatorOptions } from './validator.ts';
import { validateBlock } from './line.ts';
import { Validator } from './validator.ts';

/** A block as it comes from the main thread. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly firstLine: number;
  readonly fault: 'too-long' | 'torn' | null;
  readonly type: string | null;
}

// Both ends are this program: nothing to be parsed.
const taskFromUs = z.custom<Task>();
const validator = new Validator(z.custom<ValidatorOptions>().parse(workerData));

parentPort?.on('message', (message) => {
  const { bytes, firstLine, fault, type } = taskFromUs.parse(message);
  const block = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), firstLine, fault };
  parentPort?.postMessage(validateBlock(validator, block, type));
});
