import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCodeSystems } from '../code-tables.ts';
import { MAPPING_FILE } from '../mapping-file.ts';
import { draftMapping } from './draft-mapping.ts';
import type { MappingDraft } from './draft-mapping.ts';
import { draftText } from './draft-text.ts';
import { conceptMap } from './guess-codes.ts';
import { profileOf } from './profile.ts';

/** Drafts the mapping `name` of a source's files (extract → path) into a folder. Throws HeaderError, UsageError, EnvironmentError. */
export async function initMapping(
  name: string,
  files: ReadonlyMap<string, string>,
  folder: string,
): Promise<MappingDraft> {
  const profiles = [];
  for (const [extract, path] of files) profiles.push(await profileOf(extract, path));
  const draft = draftMapping(profiles, await readCodeSystems());
  await writeFile(join(folder, MAPPING_FILE), draftText(name, draft));
  if (draft.tables.size > 0) await mkdir(join(folder, 'codes'));
  for (const [table, one] of draft.tables)
    await writeFile(join(folder, 'codes', `${table}.json`), conceptMap(name, table, one));
  return draft;
}
