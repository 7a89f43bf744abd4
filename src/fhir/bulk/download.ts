import { LineSplitter } from '../../lake/line-reader.ts';
import type { Line } from '../../lake/line-reader.ts';
import type { Target } from '../address.ts';
import { statusFault } from '../document.ts';
import type { Consume } from '../http.ts';
import type { PullContext } from '../pull/context.ts';
import type { BulkFile } from '../pull/state.ts';
import { mayPass, pauseAfter } from '../retry.ts';
import { ServerError } from '../server-error.ts';

/** Attempts without a single line between them, after which a file is given up. */
const MOST_ATTEMPTS = 5;
const NEWLINE = 0x0a;
/** So much is received between two notes of how far it is. */
const NOTE_BYTES = 1024 * 1024;

/** Takes one line of a file; what it needs is written down before the next. */
export type TakeLine = (line: Line) => void | Promise<void>;

/**
 * Downloads a file line by line, from where its state says it is; goes on where a connection breaks off. Throws ServerError where
 * it can't be had.
 */
export async function download(
  context: PullContext,
  file: BulkFile,
  name: string,
  withCredentials: boolean,
  take: TakeLine,
): Promise<void> {
  const { http } = context;
  for (let failed = 0; ;) {
    const before = file.bytes;
    const url = new URL(file.url);
    try {
      const target = { url, path: url.pathname + url.search };
      await receive(context, target, file, name, withCredentials, take);
      return;
    } catch (error) {
      if (!(error instanceof ServerError) || !mayBeResumed(error)) throw error;
      failed = file.bytes > before ? 1 : failed + 1;
      if (failed >= MOST_ATTEMPTS) throw error;
      context.log.line(`${name}: broke off, going on`);
      await http.sleep(pauseAfter(failed, error.retryAfter, http.random()));
    }
  }
}

function mayBeResumed({ fault, status }: ServerError): boolean {
  return fault === 'torn' || fault === 'timed-out' || (status !== null && mayPass(status));
}

async function receive(
  context: PullContext,
  target: Target,
  file: BulkFile,
  name: string,
  withCredentials: boolean,
  take: TakeLine,
): Promise<void> {
  const headers = { accept: 'application/fhir+ndjson', ...(file.bytes > 0 && rangeFrom(file.bytes)) };
  const consume: Consume<void> = async (answer) => {
    if (answer.status !== 200 && answer.status !== 206) throw statusFault(answer, name);
    if (answer.status === 206 && !startsAt(answer.headers['content-range'], file.bytes))
      throw new ServerError('untrusted', name, 'the server gives another part of the file than was asked for');
    if (/^text\/html/i.test(answer.headers['content-type'] ?? ''))
      throw new ServerError('untrusted', name, 'the answer is a web page, perhaps a log-in');
    const skip = answer.status === 206 ? 0 : file.bytes;
    await new Receiving(context, file, name, take).run(answer.chunks, skip);
  };
  await context.http.stream({ method: 'GET', target, purpose: name, headers, withCredentials }, consume);
}

/** A part can only be asked for of what isn't compressed on the way. */
function rangeFrom(bytes: number): Record<string, string> {
  return { range: `bytes=${bytes}-`, 'accept-encoding': 'identity' };
}

function startsAt(range: string | undefined, bytes: number): boolean {
  return range === undefined || range.startsWith(`bytes ${bytes}-`);
}

class Receiving {
  readonly #context: PullContext;
  readonly #file: BulkFile;
  readonly #name: string;
  readonly #take: TakeLine;
  readonly #splitter = new LineSplitter();
  #unnoted = 0;

  constructor(context: PullContext, file: BulkFile, name: string, take: TakeLine) {
    this.#context = context;
    this.#file = file;
    this.#name = name;
    this.#take = take;
  }

  /** `skip`: bytes at the beginning that were received before. */
  async run(chunks: AsyncIterable<Buffer>, skip: number): Promise<void> {
    let toSkip = skip;
    let begun = 0;
    for await (const chunk of chunks) {
      const part = chunk.subarray(Math.min(toSkip, chunk.length));
      toSkip -= chunk.length - part.length;
      if (part.length === 0) continue;
      const end = part.lastIndexOf(NEWLINE) + 1;
      await this.#takeAll(this.#splitter.split(part));
      // Up to the last line that ended; what follows of the next is received again if need be.
      this.#file.bytes += end === 0 ? 0 : begun + end;
      begun = end === 0 ? begun + part.length : part.length - end;
      await this.#note(part.length);
    }
    await this.#takeAll(this.#splitter.rest());
    this.#file.bytes += begun;
  }

  async #takeAll(lines: readonly Line[]): Promise<void> {
    for (const line of lines) {
      if (line.isTooLong)
        throw new ServerError('untrusted', this.#name, 'a line is longer than a resource may be (16 MB)');
      const taken = this.#take(line);
      // Nearly all are taken at once; a pause for each would take longer than they do.
      if (taken !== undefined) await taken;
    }
  }

  async #note(bytes: number): Promise<void> {
    this.#unnoted += bytes;
    if (this.#unnoted < NOTE_BYTES) return;
    this.#unnoted = 0;
    await this.#context.staging.flush();
    this.#context.checkpoint.note();
  }
}
