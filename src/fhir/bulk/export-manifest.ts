import { z } from 'zod';
import { isResourceType } from '../../definitions/elements.ts';
import { ServerError } from '../server-error.ts';
import type { BulkFile } from '../pull/state.ts';

/** What a server says an export has come to (Bulk Data Access, "Response - Complete Status"). */
export interface ExportManifest {
  /** An instant; null where the server gives none. */
  readonly transactionTime: string | null;
  readonly requiresAccessToken: boolean;
  readonly files: readonly Pick<BulkFile, 'url' | 'type' | 'role' | 'count'>[];
  /** Whether something is named that can be no type at all. */
  readonly hasStrangeType: boolean;
  /** The manifest goes on there. */
  readonly next: string | null;
}

const filesSchema = z
  .array(
    z.looseObject({
      url: z.string(),
      type: z.string().optional(),
      count: z.int().nonnegative().optional().catch(undefined),
    }),
  )
  .nullish();
const manifestSchema = z.looseObject({
  transactionTime: z.string().optional().catch(undefined),
  requiresAccessToken: z.boolean().default(true),
  output: filesSchema,
  error: filesSchema,
  /** The name of `error` in a version to come. */
  outcome: filesSchema,
  deleted: filesSchema,
  link: z
    .array(z.looseObject({ relation: z.string(), url: z.string() }))
    .nullish()
    .catch(null),
});

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Throws ServerError where it is none. */
export function readExportManifest(json: unknown, purpose: string): ExportManifest {
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw new ServerError('untrusted', purpose, 'the answer is no manifest of an export');
  const { transactionTime, requiresAccessToken, output, error, outcome, deleted, link } = parsed.data;
  const outputs = (output ?? []).map(({ type = '', url, count }) => ({ type, url, count: count ?? null }));
  const known = outputs.filter(({ type }) => isResourceType(type));
  const isInstant = transactionTime !== undefined && INSTANT.test(transactionTime);
  return {
    transactionTime: isInstant && !Number.isNaN(Date.parse(transactionTime)) ? transactionTime : null,
    requiresAccessToken,
    files: [
      ...known.map((file) => ({ ...file, role: 'output' as const })),
      ...(deleted ?? []).map(({ url, count }) => ({
        url,
        type: 'Bundle',
        count: count ?? null,
        role: 'deleted' as const,
      })),
      ...[...(error ?? []), ...(outcome ?? [])].map(({ url, count }) => ({
        url,
        type: 'OperationOutcome',
        count: count ?? null,
        role: 'error' as const,
      })),
    ],
    // A type of another version of FHIR is none that the rules need.
    hasStrangeType: outputs.some(({ type }) => !/^[A-Z][A-Za-z]{1,63}$/.test(type)),
    next: link?.find(({ relation }) => relation === 'next')?.url ?? null,
  };
}
