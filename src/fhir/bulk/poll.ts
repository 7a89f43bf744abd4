import { z } from 'zod';
import { isObject, parseJson } from '../../lake/json-text.ts';
import { documentOf, statusFault } from '../document.ts';
import type { HttpAnswer } from '../http.ts';
import type { PullContext } from '../pull/context.ts';
import type { BulkState } from '../pull/state.ts';
import { mayPass } from '../retry.ts';
import { targetOf } from '../search/link.ts';
import { ServerError } from '../server-error.ts';
import { readExportManifest } from './export-manifest.ts';
import type { ExportManifest } from './export-manifest.ts';

const PURPOSE = 'export status';
/** First pause where the server names none; each further one is half as long again. Milliseconds. */
const FIRST_PAUSE = 1_000;
/** How often in a row a passing failure is taken for one. */
const MOST_TRANSIENT = 10;
const MOST_PAGES = 1_000;

const outcomeSchema = z.looseObject({ issue: z.array(z.looseObject({ code: z.string() })) });

/** Waits until an export has ended, and gives its manifest, all pages of it. Throws ServerError. */
export async function exportManifest(context: PullContext, bulk: BulkState): Promise<ExportManifest> {
  const status = new URL(bulk.status);
  const first = readExportManifest(documentOf(await completed(context, bulk, status), PURPOSE), PURPOSE);
  const pages = [first];
  for (let next = first.next; next !== null; next = pages.at(-1)?.next ?? null) {
    if (pages.length > MOST_PAGES) throw new ServerError('untrusted', PURPOSE, 'the manifest never ends');
    const { http, options } = context;
    const target = targetOf(next, status, http.base, options.aliases, PURPOSE, 'the rest of the manifest');
    const answer = await http.send({ method: 'GET', target, purpose: PURPOSE, headers: JSON_ONLY });
    pages.push(readExportManifest(documentOf(answer, PURPOSE), PURPOSE));
  }
  return {
    ...first,
    files: pages.flatMap(({ files }) => files),
    hasStrangeType: pages.some(({ hasStrangeType }) => hasStrangeType),
  };
}

const JSON_ONLY = { accept: 'application/json' };

async function completed(context: PullContext, bulk: BulkState, url: URL): Promise<HttpAnswer> {
  const { http, options } = context;
  const deadline = bulk.startedAt + options.bulk.wait;
  let pause = FIRST_PAUSE;
  let transient = 0;
  for (;;) {
    const target = { url, path: url.pathname + url.search };
    const answer = await http.send({ method: 'GET', target, purpose: PURPOSE, headers: JSON_ONLY });
    if (answer.status === 200) return answer;
    // Too many requests: the server is there, and may be looking at the export.
    const isUnderWay = answer.status === 202 || answer.status === 429;
    if (!isUnderWay && !isTransient(answer)) throw statusFault(answer, PURPOSE);
    transient = isUnderWay ? 0 : transient + 1;
    if (transient > MOST_TRANSIENT) throw statusFault(answer, PURPOSE);
    if (http.now() >= deadline)
      throw new ServerError(
        'timed-out',
        PURPOSE,
        'the export has not ended in time (--bulk-wait): the same command goes on',
      );
    context.log.progress(`export under way${percentOf(answer)}`, 0, null);
    await http.sleep(Math.min(answer.retryAfter ?? pause, options.bulk.poll));
    pause *= 1.5;
  }
}

/** A failure passes where a gateway says it, or the server itself (Bulk Data Access, "Response - Error Status"): the export goes on. */
function isTransient({ status, bytes }: HttpAnswer): boolean {
  if (mayPass(status)) return true;
  if (status < 500) return false;
  const parsed = outcomeSchema.safeParse(parseJson(bytes.toString()));
  return parsed.success && parsed.data.issue.some((issue) => isObject(issue) && issue.code === 'transient');
}

/** Of what a server says of its progress, only a share can be repeated without care. */
function percentOf({ headers }: HttpAnswer): string {
  const progress = headers['x-progress'];
  const percent = /\b(\d{1,3}) ?%/.exec(typeof progress === 'string' ? progress : '')?.[1];
  return percent === undefined ? '' : `, ${percent} %`;
}
