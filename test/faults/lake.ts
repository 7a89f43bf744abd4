/** What a lake of one source holds, read from its files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifestShape = z.object({
  types: z.record(
    z.string(),
    z.object({ isComplete: z.boolean(), watermark: z.string().nullable(), resources: z.number() }),
  ),
});
const resourceShape = z.looseObject({ resourceType: z.string(), id: z.string() });

/** Folders of sources. */
export function sourcesIn(lake: string): string[] {
  if (!existsSync(lake)) return [];
  return readdirSync(lake)
    .filter((name) => !name.startsWith('.') && statSync(join(lake, name)).isDirectory())
    .sort()
    .map((name) => join(lake, name));
}

export function manifestIn(lake: string): z.infer<typeof manifestShape> {
  const [source = ''] = sourcesIn(lake);
  return manifestShape.parse(JSON.parse(readFileSync(join(source, 'manifest.json'), 'utf8')));
}

/** Lines of a type's NDJSON. */
export function linesOf(lake: string, type: string): string[] {
  const [source = ''] = sourcesIn(lake);
  const file = join(source, `${type}.ndjson`);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

export function resourceIn(lake: string, reference: string): z.infer<typeof resourceShape> | undefined {
  const [type = '', id] = reference.split('/');
  return linesOf(lake, type)
    .map((line) => resourceShape.parse(JSON.parse(line)))
    .find((resource) => resource.id === id);
}

/** Types that the source says it lacks something of. */
export function incompleteIn(lake: string): string[] {
  return Object.entries(manifestIn(lake).types)
    .filter(([, { isComplete }]) => !isComplete)
    .map(([type]) => type)
    .sort();
}
