import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { KnowledgeError } from '../errors.ts';
import { readKnowledge } from '../knowledge-file.ts';
import { ownCodeSystems } from '../definitions/code-systems.ts';
import type { CodeSystem, CodeTable } from './mapping.ts';

/** FHIR's own; those of PeerBridge are defined in profiles/. */
const FHIR_CODE_SYSTEMS = new URL('../../mappings/fhir-code-systems.yaml', import.meta.url);

/** A code table as it is written. */
export interface TableFile {
  /** The table, as one to a code system. Throws KnowledgeError where it maps to what is no code of the system. */
  readonly to: (system: CodeSystem) => CodeTable;
}

const codeSystemsSchema = z.record(z.string(), z.strictObject({ url: z.url(), codes: z.array(z.string()).min(1) }));
const conceptMapSchema = z.object({
  resourceType: z.literal('ConceptMap'),
  group: z
    .array(
      z.object({
        target: z.string(),
        element: z.array(
          z.object({
            code: z.string().min(1),
            target: z.array(z.object({ code: z.string().optional(), equivalence: z.string() })).optional(),
          }),
        ),
      }),
    )
    .min(1),
});
/** FHIR R4, concept-map-equivalence: there is no such code on the other side. */
const NO_EQUIVALENT: ReadonlySet<string> = new Set(['unmatched', 'disjoint']);

/** The code systems whose codes canonical rows may have: ours, and FHIR's. Throws KnowledgeError. */
export async function readCodeSystems(): Promise<ReadonlyMap<string, CodeSystem>> {
  const { value } = await readKnowledge(FHIR_CODE_SYSTEMS, codeSystemsSchema);
  const ours = ownCodeSystems().map(({ name, url, codes }) => ({ name, url, codes: [...codes.keys()], names: codes }));
  const fhirs = Object.entries(value).map(([name, system]) => ({ name, ...system, names: new Map() }));
  return new Map([...ours, ...fhirs].map((system) => [system.name, system]));
}

/** Cells that hold codes of a system as they are. */
export function codesAsTheyAre(system: CodeSystem): CodeTable {
  return { name: system.name, isOwn: false, system, targets: new Map(system.codes.map((code) => [code, code])) };
}

/** All ConceptMaps of a folder, by name; none where there is no such folder. Throws KnowledgeError. */
export async function readCodeTables(folder: URL): Promise<ReadonlyMap<string, TableFile>> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  return new Map(
    await Promise.all(
      names.sort().map(async (name) => [name, await readTable(name, new URL(`${name}.json`, folder))] as const),
    ),
  );
}

async function readTable(name: string, url: URL): Promise<TableFile> {
  const { file, value, lineOf } = await readKnowledge(url, conceptMapSchema);
  const targets = new Map<string, string | null>();
  const groups = value.group.map(({ target: system, element }, group) => ({
    system,
    line: lineOf(['group', group, 'target']),
    elements: element.map((one, index) => {
      const line = lineOf(['group', group, 'element', index, 'code']);
      const wrong = (message: string) => new KnowledgeError(file, line, `${one.code}: ${message}`);
      const found = (one.target ?? []).filter(({ equivalence }) => !NO_EQUIVALENT.has(equivalence));
      const [first, second] = found;
      if (second !== undefined) throw wrong('is mapped to several codes; a local code has one target, or none');
      if (targets.has(one.code)) throw wrong('is mapped twice; leave one of the two');
      const target = first?.code ?? null;
      targets.set(one.code, target);
      return { target, wrong };
    }),
  }));
  const to = (wanted: CodeSystem): CodeTable => {
    const { codes } = wanted;
    for (const { system, line, elements } of groups) {
      if (system !== wanted.url)
        throw new KnowledgeError(file, line, `group.target: has to be ${wanted.url}, the system of the field's codes`);
      for (const { target, wrong } of elements) {
        if (target !== null && !codes.includes(target))
          throw wrong(`${target} is no code of ${wanted.name}; there are: ${codes.join(', ')}`);
      }
    }
    return { name, isOwn: true, system: wanted, targets };
  };
  return { to };
}
