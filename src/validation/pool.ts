import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { EnvironmentError } from '../errors.ts';
import type { Block } from './blocks.ts';
import type { Validated } from './located.ts';
import type { ValidatorOptions } from './validator.ts';
import type { Task } from './worker.ts';

const resultFromUs = z.custom<Validated>();
/** `worker.ts` in a checkout, `worker.js` once built. */
const WORKER = new URL(import.meta.url.replace(/pool(?=\.[jt]s$)/, 'worker'));

/** Threads that check blocks side by side. Close it when the work is done, or has failed. */
export class Pool {
  readonly #workers: readonly Worker[];
  readonly #idle: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  constructor(threads: number, options: ValidatorOptions) {
    this.#workers = Array.from({ length: threads }, () => new Worker(WORKER, { workerData: options }));
    this.#idle = [...this.#workers];
  }

  /** Checks a block; its bytes go to the thread, and must not be used any more. Throws EnvironmentError where the thread ends. */
  async run({ bytes, firstLine, fault }: Block, type: string | null): Promise<Validated> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
    try {
      const own = bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength ? bytes : Buffer.from(bytes);
      return await answered(worker, { bytes: own, firstLine, fault, type });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(worker);
      else next(worker);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function answered(worker: Worker, task: Task): Promise<Validated> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      worker.off('message', answer).off('error', fail).off('exit', ended);
    };
    const answer = (message: unknown): void => {
      done();
      resolve(resultFromUs.parse(message));
    };
    const fail = (error: Error): void => {
      done();
      reject(error);
    };
    const ended = (): void => {
      done();
      reject(new EnvironmentError('a thread of the validation ended before its work was done: give it more memory'));
    };
    worker.once('message', answer).once('error', fail).once('exit', ended);
    worker.postMessage(task);
  });
}
