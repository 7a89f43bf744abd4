import type { CodeSystem } from '../mapping.ts';
import { CODE_NAMES } from './synonyms.ts';

/** A code table as it is drafted: local code → canonical code, null where a person has to say. */
export interface TableDraft {
  readonly system: CodeSystem;
  readonly targets: ReadonlyMap<string, string | null>;
}

/** Null where all texts are codes of the system already, so that no table is needed. */
export function draftTable(system: CodeSystem, values: Iterable<string>): TableDraft | null {
  const texts = [...new Set(values)].sort();
  if (texts.every((text) => system.codes.includes(text))) return null;
  return { system, targets: new Map(texts.map((text) => [text, targetOf(text, system)])) };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, ' ')
    .trim();

/** The same but for case and punctuation, a name known elsewhere, or how exactly one code begins. */
function targetOf(text: string, { codes }: CodeSystem): string | null {
  const local = plain(text);
  if (local === '') return null;
  const same = codes.find((code) => plain(code) === local);
  const named = codes.find((code) => (CODE_NAMES[code] ?? []).some((name) => plain(name) === local));
  const begun = codes.filter((code) => local.length >= 3 && plain(code).startsWith(local));
  return same ?? named ?? (begun.length === 1 ? (begun[0] ?? null) : null);
}

/** A FHIR ConceptMap. A code without target is unmapped until someone gives it one. */
export function conceptMap(mapping: string, name: string, { system, targets }: TableDraft): string {
  const element = [...targets].map(([code, target]) =>
    target === null
      ? { code }
      : { code, target: [{ code: target, equivalence: code === target ? 'equal' : 'equivalent' }] },
  );
  const map = {
    resourceType: 'ConceptMap',
    id: `${mapping}-${name}`,
    url: `https://peerbridge.dev/fhir/ConceptMap/${mapping}-${name}`,
    status: 'draft',
    description: `Drafted from what the extracts hold. Targets are codes of ${system.name}: ${system.codes.join(', ')}`,
    group: [{ source: `urn:peerbridge:${mapping}:${name}`, target: system.url, element }],
  };
  return `${JSON.stringify(map, null, 2)}\n`;
}
