import { z } from 'zod';
import { lineBatches } from '../../lake/line-reader.ts';
import { isFhirId, subjectElement } from '../../lake/subject.ts';
import { isObject, parseJson } from '../../lake/json-text.ts';
import { documentOf } from '../document.ts';
import { ServerError } from '../server-error.ts';
import { atOnce } from './at-once.ts';
import type { PullContext } from './context.ts';
import { mergePulled } from './merging.ts';
import { TypeSearch } from './type-search.ts';

/**
 * Reads the types of a pull by search: each over all patients where the server allows it, else patient by patient. Throws
 * ServerError where the pull can't go on.
 */
export async function pullBySearch(context: PullContext, types: readonly string[]): Promise<void> {
  const searches = types.map((type) => new TypeSearch(context, type));
  const { concurrency } = context.options;
  await atOnce(searches, concurrency, (search) => search.readPopulation(), context.abort);
  const byPatient = searches.filter((search) => search.needsPatients);
  if (byPatient.length === 0) return;
  const ids = await patientIds(context);
  await atOnce(byPatient, concurrency, (search) => search.readPatients(ids), context.abort);
}

/** Whether records of a type are asked for patient by patient because the user names the patients. */
export function isAboutPatients(type: string): boolean {
  return type === 'Patient' || subjectElement(type) !== null;
}

const groupSchema = z.looseObject({
  resourceType: z.literal('Group'),
  member: z.array(z.looseObject({ entity: z.looseObject({ reference: z.string().optional() }) })).default([]),
});

/** Those the user names, the members of the Group, or those the server lists; null where nobody lists any. */
async function patientIds(context: PullContext): Promise<readonly string[] | null> {
  const { options } = context;
  const ids =
    options.patients ?? (options.group === null ? await listedPatients(context) : await groupMembers(context));
  return ids === null ? null : [...new Set(ids)].sort();
}

async function groupMembers({ http, options }: PullContext): Promise<string[]> {
  const purpose = 'Group';
  const answer = await http.send({ method: 'GET', target: http.below(`Group/${options.group ?? ''}`), purpose });
  const parsed = groupSchema.safeParse(documentOf(answer, purpose));
  if (!parsed.success) throw new ServerError('untrusted', purpose, 'the answer is no Group');
  return parsed.data.member.flatMap(({ entity }) => {
    const [type, id] = (entity.reference ?? '').split('/').slice(-2);
    return type === 'Patient' && isFhirId(id) ? [id] : [];
  });
}

async function listedPatients(context: PullContext): Promise<string[] | null> {
  const state = context.state.types['Patient'];
  if (state?.phase !== 'done' || state.why !== null) return null;
  const { path } = await mergePulled(context, 'Patient', state.isWhole);
  const ids: string[] = [];
  for await (const { lines } of lineBatches(path))
    for (const { bytes } of lines) {
      const patient = parseJson(bytes.toString());
      const id = isObject(patient) ? patient['id'] : null;
      if (isFhirId(id)) ids.push(id);
    }
  return ids;
}
