import { z } from 'zod';
import { isFhirId } from '../../lake/subject.ts';

const bundleSchema = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(z.looseObject({ request: z.looseObject({ method: z.string(), url: z.string() }).nullish() }))
    .nullish(),
});

/** What a line of a `deleted` file says is gone (Bulk Data Access, "deleted"), as type and id; null where it says nothing of the kind. */
export function deletionsIn(json: unknown): { type: string; id: string }[] | null {
  const parsed = bundleSchema.safeParse(json);
  if (!parsed.success) return null;
  return (parsed.data.entry ?? []).flatMap(({ request }) => {
    if (request?.method !== 'DELETE') return [];
    const [type = '', id] = request.url.split('/').slice(-2);
    return isFhirId(id) ? [{ type, id }] : [];
  });
}
