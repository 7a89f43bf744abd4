import type { WireAnswer } from './exchange.ts';
import { ServerError } from './server-error.ts';

/** A stream is given its time anew whenever so much has come: slower is as good as stalled. */
const STEP_BYTES = 64 * 1024;

/** The whole body of an answer. Throws ServerError where it is larger than it may be, or breaks off. */
export async function wholeOf({ body, headers }: WireAnswer, maxBytes: number, purpose: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > maxBytes) {
      body.destroy();
      const limit = `${Math.round(maxBytes / 1024 / 1024)} MB`;
      throw new ServerError('untrusted', purpose, `the answer is larger than ${limit}: ask for smaller pages`);
    }
    parts.push(part);
  }
  const promised = headers['content-encoding'] === undefined ? headers['content-length'] : undefined;
  if (promised !== undefined && Number(promised) !== bytes)
    throw new ServerError('torn', purpose, 'the answer breaks off before its end');
  return Buffer.concat(parts, bytes);
}

/** The parts of a body as they come; `refresh` is called whenever much of it has come. */
export async function* paced(body: AsyncIterable<unknown>, refresh: () => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of body) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes >= STEP_BYTES) {
      bytes = 0;
      refresh();
    }
    yield part;
  }
}
