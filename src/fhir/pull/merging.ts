import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeType } from '../../lake/pulled/merge-type.ts';
import type { Change, TypeFile } from '../../lake/pulled/merge-type.ts';
import type { PullContext } from './context.ts';

export interface MergedType {
  readonly path: string;
  readonly file: TypeFile;
  readonly change: Change;
  readonly isSame: boolean;
}

/** Writes the new file of a type beside what was received. What the lake had of it is kept where only changes were read. */
export async function mergePulled(context: PullContext, type: string, isWhole: boolean): Promise<MergedType> {
  const folder = join(context.work, 'merged');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${type}.ndjson`);
  const held = context.before?.types[type];
  const merged = await mergeType({
    before:
      held === undefined || held.sha256 === '' ? null : { path: join(context.folder, `${type}.ndjson`), file: held },
    staged: context.staging.type(type),
    deleted: new Set(context.state.deleted[type] ?? []),
    isWhole,
    path,
  });
  return { path, ...merged };
}

/** How many resources the lake will have of a type. */
export async function mergedSize(context: PullContext, type: string, isWhole: boolean): Promise<number> {
  const staged = context.staging.type(type).size;
  const held = context.before?.types[type]?.resources ?? 0;
  if (isWhole || held === 0) return staged;
  return staged === 0 ? held : (await mergePulled(context, type, isWhole)).file.resources;
}
